using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>The findings on snapshots that were not taken.</summary>
internal static class SnapshotFindings
{
    /// <summary>The messages of findings, each once, as sentences to be put behind another one.</summary>
    public static string Sentences(IEnumerable<Finding> findings) =>
        string.Concat(findings.Select(finding => " " + finding.Message).Distinct());

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

    /// <summary>It is not proven that anybody takes the snapshot.</summary>
    /// <param name="snapshot">The claim, with what is known of its storage.</param>
    /// <param name="why">What is missing, as sentences.</param>
    public static Finding Unproven(ClaimSnapshot snapshot, string why) =>
        new(
            FindingIds.SnapshotterUnproven,
            FindingSeverity.Warning,
            snapshot.Claim,
            "/spec/storageClassName",
            $"Whether anybody takes a snapshot of the claim is not proven: {why}"
        );

    /// <summary>A snapshot of a backup that came to nothing may still be there.</summary>
    /// <param name="snapshot">The claim with its VolumeSnapshot.</param>
    /// <param name="why">Why it was not removed.</param>
    public static Finding Left(ClaimSnapshot snapshot, string why) =>
        new(
            FindingIds.SnapshotLeft,
            FindingSeverity.Warning,
            snapshot.Snapshot,
            null,
            $"The backup was given up, and its snapshot of {snapshot.Claim} may still be there. "
                + $"Remove it by hand: {why}"
        );

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
