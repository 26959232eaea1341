using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>What is reported of snapshots that were not made.</summary>
internal static class SnapshotFindings
{
    public static Finding NoClass(ClaimSnapshot snapshot, string why) =>
        new(
            FindingIds.SnapshotClassAbsent,
            FindingSeverity.Error,
            snapshot.Claim,
            "/spec/storageClassName",
            $"No snapshot of it can be made (StorageClass {snapshot.StorageClass ?? "none"}, driver {snapshot.Driver ?? "unknown"}): {why}"
        );

    public static Finding NotMade(ResourceId source, ResourceId snapshot, string why) =>
        new(
            FindingIds.SnapshotNotMade,
            FindingSeverity.Error,
            source,
            null,
            $"There is no snapshot {snapshot} of it to rely on: {why}"
        );
}
