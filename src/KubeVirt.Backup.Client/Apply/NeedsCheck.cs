using System.Collections.Concurrent;
using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Checks whether a target has the objects and serves the kinds that a restore needs and does not bring.
/// </summary>
/// <param name="connection">The target.</param>
/// <param name="discovery">How it serves the kinds.</param>
/// <param name="createsNamespaces">
/// Whether a namespace that is absent is created, so that its absence is no lack. One that is being deleted is one all
/// the same: nothing can be created in it.
/// </param>
internal sealed class NeedsCheck(ClusterConnection connection, ClusterDiscovery discovery, bool createsNamespaces)
{
    private readonly ObjectWriter _reader = new(connection, discovery, "", dryRun: true);
    private readonly ConcurrentDictionary<ResourceId, Resource> _found = [];

    /// <summary>What the target has of what was looked for, other than Secrets.</summary>
    public IReadOnlyDictionary<ResourceId, Resource> Found => _found;

    /// <summary>
    /// Finds what is missing. An optional object that is missing is a notice, a required one an error.
    /// </summary>
    /// <exception cref="ClusterException">An object cannot be read, other than for want of rights.</exception>
    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        TargetNeeds needs,
        CancellationToken cancellationToken
    )
    {
        var brought = restore.Resources.Select(resource => resource.Id).ToHashSet();
        var needed = ObjectsOf(needs).Where(need => !brought.Contains(need.Id));
        var findings = new ConcurrentBag<Finding>();
        await Parallel
            .ForEachAsync(needed, connection.ParallelObjects(cancellationToken), async (need, token) =>
            {
                if (await ProblemOfAsync(need.Id, token).ConfigureAwait(false) is { } problem)
                    findings.Add(PreflightFindings.Missing(need.Id, need.IsRequired, need.NeededBy, problem));
            })
            .ConfigureAwait(false);

        return [.. findings, .. needs.Apis.Select(NotServed).OfType<Finding>()];
    }

    private static IEnumerable<NeededObject> ObjectsOf(TargetNeeds needs)
    {
        foreach (var need in needs.Objects)
            yield return new NeededObject(need.Resource, need.IsRequired, NeededBy(need));
        foreach (var name in needs.Namespaces)
        {
            var id = new ResourceId(Kinds.Namespace, null, name);
            yield return new NeededObject(id, true, "the objects that are restored into it");
        }
    }

    /// <summary>The first object that refers to it, where, and how many more there are.</summary>
    private static string NeededBy(ObjectNeed need)
    {
        var first = need.References[0];
        var more = need.References.Count > 1 ? $" and {need.References.Count - 1} more references" : "";

        return $"{first.From} (at {first.Path}){more}";
    }

    /// <summary>
    /// What is wrong with an API that the restore needs; <see langword="null"/> where the target serves it.
    /// </summary>
    private Finding? NotServed(ApiNeed api)
    {
        var slash = api.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : api.ApiVersion[..slash];
        // A group may be served without the kind.
        var versions = discovery.Find(new GroupKind(group, api.Kind)) is null ? [] : discovery.Versions(group);
        return versions.Contains(api.ApiVersion) ? null : PreflightFindings.NotServed(api, versions);
    }

    private async Task<string?> ProblemOfAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (discovery.Find(id.Kind) is not { } served)
            return $"The target does not serve the kind {id.Kind}.";

        try
        {
            var found = await _reader.FindAsync(id, served.ApiVersion, cancellationToken).ConfigureAwait(false);
            if (found is not null && id.Kind != Kinds.Secret)
                _found[id] = found;
            if (found is null)
                return IsCreated(id) ? null : $"The target has no {id}.";

            return ResourceMetadata.IsBeingDeleted(found) ? $"The target has {id}, which is being deleted." : null;
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return $"Whether the target has {id} could not be read: {e.Message}";
        }
    }

    /// <summary>Whether the restore creates an object that it does not bring where the target lacks it.</summary>
    private bool IsCreated(ResourceId id) => createsNamespaces && id.Kind == Kinds.Namespace;

    /// <summary>An object that the target should have.</summary>
    private sealed record NeededObject(ResourceId Id, bool IsRequired, string NeededBy);
}
