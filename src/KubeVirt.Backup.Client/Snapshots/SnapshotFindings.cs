using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>The findings on snapshots that were not taken.</summary>
internal static class SnapshotFindings
{
    /// <summary>No VolumeSnapshotClass fits a claim, so that no snapshot of it can be taken.</summary>
    /// <param name="snapshot">The claim, with what is known of its storage.</param>
    /// <param name="why">Why, and what to do, as sentences.</param>
    public static Finding NoClass(ClaimSnapshot snapshot, string why)
    {
        var storage = $"StorageClass {snapshot.StorageClass ?? "none"}, driver {snapshot.Driver ?? "unknown"}";
        return new Finding(
            FindingIds.SnapshotClassAbsent,
            FindingSeverity.Error,
            snapshot.Claim,
            "/spec/storageClassName",
            $"No snapshot of the claim can be taken ({storage}): {why}"
        );
    }

    /// <summary>A snapshot was not taken, or not in time.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="snapshot">The VolumeSnapshot.</param>
    /// <param name="why">Why, and what to do, as sentences.</param>
    public static Finding NotTaken(ResourceId claim, ResourceId snapshot, string why) =>
        new(
            FindingIds.SnapshotNotMade,
            FindingSeverity.Error,
            claim,
            null,
            $"There is no snapshot {snapshot} of the claim to rely on: {why}"
        );
}
