using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What came of the snapshots.</summary>
/// <param name="Verdicts">On the guests; none where they were not frozen.</param>
/// <param name="Times">What the snapshot function returned; <see langword="null"/> where there is none.</param>
internal sealed record SnapshotResult(IReadOnlyList<FreezeVerdict> Verdicts, IReadOnlyCollection<ClaimTime>? Times)
{
    /// <summary>The volumes of a plan of which no snapshot was certainly taken.</summary>
    public IReadOnlyList<ResourceId> MissingOf(BackupPlan plan)
    {
        if (Times is null)
            return [];

        // Of a claim with several snapshots one will do: which of them a restore uses is the product's choice.
        var taken = Times.Where(time => time.Taken is not null).Select(time => time.Claim).ToHashSet();
        return [.. plan.Volumes.Where(claim => !taken.Contains(claim))];
    }
}
