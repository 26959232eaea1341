using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Which snapshots hold the data of which guest.</summary>
internal sealed class GuestClaims(BackupPlan plan, IEnumerable<ClaimTime> snapshots)
{
    private readonly HashSet<ResourceId> _volumes = [.. plan.Volumes];
    private readonly ILookup<ResourceId, ClaimTime> _snapshots = snapshots.ToLookup(snapshot => snapshot.Claim);

    /// <summary>
    /// The snapshots of a guest's claims. A claim without a snapshot counts as one whose time is not certain.
    /// </summary>
    public IEnumerable<ClaimTime> Of(ResourceId guest)
    {
        // The machine can name claims that its guest does not use yet.
        var claims = plan
            .Graph.EdgesFrom(guest)
            .Concat(plan.Graph.EdgesFrom(guest.WithKind(Kinds.VirtualMachine)))
            .Where(edge => edge.Reference.HoldsData && _volumes.Contains(edge.To))
            .Select(edge => edge.To)
            .Distinct();

        return claims.SelectMany(claim => _snapshots[claim].DefaultIfEmpty(new ClaimTime(claim, null)));
    }
}
