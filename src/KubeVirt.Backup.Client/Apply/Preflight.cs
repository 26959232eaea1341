using System.Collections.Concurrent;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Looks for what a restore needs of its target and does not bring.</summary>
internal sealed class Preflight(ClusterConnection connection, ClusterDiscovery discovery)
{
    private readonly ObjectWriter _reader = new(connection, discovery, "", dryRun: true);

    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        TargetNeeds needs,
        CancellationToken cancellationToken
    )
    {
        var findings = new ConcurrentBag<Finding>();
        var brought = restore.Resources.Select(resource => resource.Id).ToHashSet();
        var wanted = needs
            .Objects.Select(need => (need.Resource, need.IsRequired, By: need.ToString()))
            .Concat(
                needs.Namespaces.Select(ns =>
                    (
                        Resource: new ResourceId(Kinds.Namespace, null, ns),
                        IsRequired: true,
                        By: $"Namespace/{ns} (required): objects of the restore"
                    )
                )
            )
            .Where(want => !brought.Contains(want.Resource));
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = connection.Options.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForEachAsync(wanted, options, async (want, token) =>
            {
                if (await ProblemAsync(want.Resource, token).ConfigureAwait(false) is { } problem)
                    findings.Add(
                        new Finding(
                            FindingIds.TargetLacks,
                            want.IsRequired ? FindingSeverity.Error : FindingSeverity.Info,
                            want.Resource,
                            null,
                            $"{problem} It is wanted by {want.By}. Create it, or map it to one that is there."
                        )
                    );
            })
            .ConfigureAwait(false);
        return [.. findings, .. needs.Apis.Select(Unserved).OfType<Finding>()];
    }

    private Finding? Unserved(ApiNeed api)
    {
        var group = api.ApiVersion.Contains('/', StringComparison.Ordinal)
            ? api.ApiVersion[..api.ApiVersion.IndexOf('/', StringComparison.Ordinal)]
            : "";
        var versions = discovery.Find(new GroupKind(group, api.Kind)) is null ? [] : discovery.Versions(group);
        return versions.Contains(api.ApiVersion)
            ? null
            : PreflightFindings.NotServed(api.ApiVersion, api.Kind, versions);
    }

    private async Task<string?> ProblemAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (discovery.Find(id.Kind) is not { } served)
            return $"The target does not serve the kind {id.Kind}.";
        try
        {
            return await _reader.FindAsync(id, served.ApiVersion, cancellationToken).ConfigureAwait(false) is null
                ? $"The target has no {id}."
                : null;
        }
        catch (ClusterException e) when (e.StatusCode == System.Net.HttpStatusCode.Forbidden)
        {
            return $"Whether the target has {id} could not be read: {e.Message}";
        }
    }
}
