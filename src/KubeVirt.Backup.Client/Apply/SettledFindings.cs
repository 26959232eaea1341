using System.Collections.Concurrent;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Takes out of the findings of a restore those that say that the backup lacks an object which the target has: a
/// backup need not hold storage classes and the like, and whether the target has them is known once it was asked.
/// </summary>
internal sealed class SettledFindings(ClusterConnection connection)
{
    private readonly ClusterDiscovery _discovery = new(connection);

    /// <summary>The findings that are still open. What the target does not let be read settles nothing.</summary>
    /// <param name="findings">The findings of a restore.</param>
    /// <param name="isWritten">Whether the restore writes an object itself, or would.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<Finding>> WithoutAsync(
        IReadOnlyList<Finding> findings,
        Func<ResourceId, bool> isWritten,
        CancellationToken cancellationToken
    )
    {
        var settled = new ConcurrentDictionary<ResourceId, bool>();
        var absent = findings.Select(finding => finding.Absent).OfType<ResourceId>().Distinct().ToList();
        await DiscoverAsync(absent, cancellationToken).ConfigureAwait(false);
        await Parallel
            .ForEachAsync(absent, connection.ParallelObjects(cancellationToken), async (id, token) =>
            {
                settled[id] = isWritten(id) || await IsThereAsync(id, token).ConfigureAwait(false);
            })
            .ConfigureAwait(false);

        return [.. findings.Where(finding => finding.Absent is not { } id || !settled[id])];
    }

    /// <summary>Asks how the kinds are served. Of what the server does not tell nothing is found later.</summary>
    private async Task DiscoverAsync(IEnumerable<ResourceId> ids, CancellationToken cancellationToken)
    {
        try
        {
            var kinds = ids.Select(id => id.Kind).Distinct();
            await _discovery.LoadAsync(kinds, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            // The findings stay as they are: the server is not there to settle one.
        }
    }

    private async Task<bool> IsThereAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (_discovery.Find(id.Kind) is not { } served)
            return false;

        try
        {
            var reader = new ObjectWriter(connection, _discovery, "", dryRun: true);
            var found = await reader.FindAsync(id, served.ApiVersion, cancellationToken).ConfigureAwait(false);
            return found is not null && !ResourceMetadata.IsBeingDeleted(found);
        }
        catch (ClusterException)
        {
            return false;
        }
    }
}
