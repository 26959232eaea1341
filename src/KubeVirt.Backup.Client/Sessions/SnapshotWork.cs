using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a snapshot function has to do, and how long it has for that.</summary>
public sealed class SnapshotWork
{
    private readonly FreezeSession? _session;
    private readonly IProgress<BackupProgress>? _progress;
    private int _done;

    internal SnapshotWork(BackupPlan plan, FreezeSession? session, IProgress<BackupProgress>? progress)
    {
        Plan = plan;
        _session = session;
        _progress = progress;
    }

    /// <summary>What is backed up: <see cref="BackupPlan.Volumes"/> are the claims to take snapshots of.</summary>
    public BackupPlan Plan { get; }

    /// <summary>
    /// How much time is left now until the first guest is not vouched for any more, which is
    /// <see cref="FreezeSession.Remaining"/>; <see langword="null"/> where there is no such guest. The work is not
    /// stopped then: later snapshots are worth less, not nothing.
    /// </summary>
    public TimeSpan? Remaining => _session?.Remaining;

    /// <summary>Tells <see cref="BackupOptions.Progress"/> that the snapshot of a claim was taken. From any thread.</summary>
    /// <param name="claim">The claim.</param>
    public void ReportTaken(ResourceId claim) =>
        _progress?.Report(
            new BackupProgress
            {
                Step = BackupStep.Snapshot,
                Resource = claim,
                Done = Interlocked.Increment(ref _done),
                Total = Plan.Volumes.Count,
            }
        );
}
