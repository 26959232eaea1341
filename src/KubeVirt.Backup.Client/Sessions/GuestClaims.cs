using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Whose data is in which snapshot.</summary>
internal sealed class GuestClaims(BackupPlan plan, IEnumerable<ClaimTime> snapshots)
{
    private readonly HashSet<ResourceId> _volumes = [.. plan.Volumes];
    private readonly ILookup<ResourceId, ClaimTime> _snapshots = snapshots.ToLookup(snapshot => snapshot.Claim);

    /// <summary>
    /// The snapshots of a guest's claims. A claim of which nothing was told counts as one whose time is not certain.
    /// </summary>
    public IEnumerable<ClaimTime> Of(ResourceId guest) =>
        plan
            .Graph.EdgesFrom(guest)
            .Concat(plan.Graph.EdgesFrom(guest.WithKind(Kinds.VirtualMachine)))
            .Where(edge => edge.Reference.HoldsData && _volumes.Contains(edge.To))
            .Select(edge => edge.To)
            .Distinct()
            .SelectMany(claim => _snapshots[claim].DefaultIfEmpty(new ClaimTime(claim, null)));
}
