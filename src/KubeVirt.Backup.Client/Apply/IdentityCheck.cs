using System.Net;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Checks whether machines and guests of the target have a MAC address, UUID or serial that a restored one would bring.
/// </summary>
internal sealed class IdentityCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    private readonly ClusterLists _lists = new(connection);

    /// <summary>The kinds that bear such identities, which have to be discovered before the check.</summary>
    public static IReadOnlyList<GroupKind> GuestKinds { get; } = [Kinds.VirtualMachine, Kinds.VirtualMachineInstance];

    /// <summary>
    /// Compares with all namespaces where the account may list them, else with those of the restore; what could not be
    /// compared is reported.
    /// </summary>
    /// <exception cref="ClusterException">Guests cannot be read, other than for want of rights.</exception>
    public async Task<IReadOnlyCollection<Finding>> FindAsync(
        RestoreResult restore,
        CancellationToken cancellationToken
    )
    {
        var live = new List<Resource>();
        var findings = new List<Finding>();
        foreach (var kind in GuestKinds.Select(discovery.Find).OfType<ServedKind>())
        {
            var all = await TryListAsync(kind, null, findings, cancellationToken).ConfigureAwait(false);
            if (all is not null)
            {
                live.AddRange(all);
                continue;
            }

            var namespaces = restore.Resources.Select(resource => resource.Id.Namespace).OfType<string>().Distinct();
            foreach (var namespaceName in namespaces)
            {
                var some = await TryListAsync(kind, namespaceName, findings, cancellationToken).ConfigureAwait(false);
                live.AddRange(some ?? []);
            }
        }

        var collisions = restore.WithIdentityCollisions(live).Findings.Except(restore.Findings);
        return [.. findings, .. collisions];
    }

    /// <summary>
    /// The guests of a namespace; <see langword="null"/>, and a finding, where the account may not list them.
    /// </summary>
    private async Task<IReadOnlyList<Resource>?> TryListAsync(
        ServedKind kind,
        string? namespaceName,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var filter = new QueryFilter(new ResourceQuery(kind.Kind, namespaceName) { All = true });
            var answer = await _lists.ListAsync(kind, namespaceName, filter, cancellationToken).ConfigureAwait(false);
            return answer.Resources;
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            var scope = namespaceName is null ? "other namespaces" : $"namespace {namespaceName}";
            findings.Add(
                PreflightFindings.NotChecked($"MAC addresses, UUIDs and serials against {kind.Resource} of {scope}", e)
            );
            return null;
        }
    }
}
