using System.Text;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Releases objects in a cluster that a restore held, as <see cref="ReleaseRunState"/> does with manifests: whatever
/// somebody changed meanwhile stays.
/// </summary>
internal sealed class RunStateRelease
{
    private static readonly RestorePolicy Policy = RestorePolicy.CreateBuilder().ReleaseRunState().Build("release");

    private readonly ObjectWriter _writer;
    private volatile ClusterException? _loss;

    private RunStateRelease(ObjectWriter writer) => _writer = writer;

    /// <summary>
    /// Releases objects, as many at once as the connection sends requests. Where the server is lost, the rest are
    /// reported untried.
    /// </summary>
    /// <param name="connection">The server.</param>
    /// <param name="discovery">How it serves the kinds.</param>
    /// <param name="fieldManager">The name under which the server remembers which fields were released.</param>
    /// <param name="held">The objects, as they were restored.</param>
    /// <param name="cancellationToken">Stops before the next objects.</param>
    /// <returns>What could not be released, or was changed meanwhile; empty when all is well.</returns>
    public static async Task<IReadOnlyList<Finding>> ReleaseAllAsync(
        ClusterConnection connection,
        ClusterDiscovery discovery,
        string fieldManager,
        IEnumerable<Resource> held,
        CancellationToken cancellationToken
    )
    {
        var writer = new ObjectWriter(connection, discovery, fieldManager, dryRun: false);
        var release = new RunStateRelease(writer);
        var findings = await SideBySide
            .SelectAsync(held, connection.ParallelObjects(cancellationToken), release.ReleaseAsync)
            .ConfigureAwait(false);

        return [.. findings.SelectMany(found => found)];
    }

    private async Task<IReadOnlyList<Finding>> ReleaseAsync(Resource restored, CancellationToken cancellationToken)
    {
        if (_loss is { } loss)
            return [ApplyFindings.NotReleased(restored.Id, loss)];

        IReadOnlyList<Finding> findings = [];
        try
        {
            var isThere = await _writer
                .MergeAsync(restored, now => PatchFor(now, out findings, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return isThere ? findings : [Readiness.Problem(restored.Id, null)];
        }
        catch (ClusterException e)
        {
            if (e.IsLoss)
                _loss = e;
            return [ApplyFindings.NotReleased(restored.Id, e)];
        }
    }

    /// <summary>
    /// The patch that releases an object as it is now; <see langword="null"/> where nothing is to be done.
    /// </summary>
    private static byte[]? PatchFor(
        Resource now,
        out IReadOnlyList<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        findings = [];
        if (!HeldRunState.IsHeld(now))
            return null;

        var graph = ResourceGraph.Create([now], new ResolverSet([]));
        var released = Policy.Apply(graph, cancellationToken: cancellationToken);
        findings = released.Findings;
        return released.HasErrors ? null : Patch(now, released.Resources.Single());
    }

    private static byte[] Patch(Resource now, Resource released)
    {
        var spec = new JsonObject();
        // A member that is null in a merge patch is removed.
        foreach (var member in HeldRunState.Members(now.Id.Kind))
            spec[member] = ObjectTree.Of(released.At($"/spec/{member}"));

        var metadata = new JsonObject
        {
            ["resourceVersion"] = now.StringAt("/metadata/resourceVersion"),
            ["annotations"] = new JsonObject { [HeldRunState.AnnotationKey] = null },
        };
        var patch = new JsonObject { ["metadata"] = metadata, ["spec"] = spec };

        return Encoding.UTF8.GetBytes(patch.ToJsonString());
    }
}
