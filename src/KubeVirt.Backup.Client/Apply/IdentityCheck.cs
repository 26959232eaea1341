using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Looks whether guests of the target have a MAC address, UUID or serial that a restored one would bring.
/// </summary>
internal sealed class IdentityCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    public static IReadOnlyList<GroupKind> Guests { get; } = [Kinds.VirtualMachine, Kinds.VirtualMachineInstance];

    /// <summary>Against all namespaces where the account may list them, else against those of the restore.</summary>
    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        CancellationToken cancellationToken
    )
    {
        var (live, findings) = (new List<Resource>(), new List<Finding>());
        foreach (var kind in Guests.Select(discovery.Find).OfType<ServedKind>())
        {
            try
            {
                live.AddRange(await ListAsync(kind, null, cancellationToken).ConfigureAwait(false));
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
            {
                findings.Add(
                    PreflightFindings.NotChecked(
                        $"MAC addresses, UUIDs and serials against {kind.Resource} of other namespaces",
                        e
                    )
                );
                foreach (
                    var ns in restore.Resources.Select(resource => resource.Id.Namespace).OfType<string>().Distinct()
                )
                    live.AddRange(await ListOrReportAsync(kind, ns, findings, cancellationToken).ConfigureAwait(false));
            }
        }

        return [.. findings, .. restore.WithIdentityCollisions(live).Findings.Except(restore.Findings)];
    }

    private async Task<IReadOnlyList<Resource>> ListOrReportAsync(
        ServedKind kind,
        string ns,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ListAsync(kind, ns, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            findings.Add(
                PreflightFindings.NotChecked(
                    $"MAC addresses, UUIDs and serials against {kind.Resource} of namespace {ns}",
                    e
                )
            );
            return [];
        }
    }

    private async Task<IReadOnlyList<Resource>> ListAsync(
        ServedKind kind,
        string? ns,
        CancellationToken cancellationToken
    ) =>
        (
            await new ClusterLists(connection)
                .ListAsync(
                    kind,
                    ns,
                    new QueryFilter(new ResourceQuery(kind.Kind, ns) { All = true }),
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Resources;
}
