using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>What a backup session does. The functions are called one after the other, each once.</summary>
public sealed record BackupOptions
{
    /// <summary>What to back up. Default: every machine of every namespace.</summary>
    public PlanOptions Plan { get; init; } = new();

    /// <summary>Whether guests are frozen while <see cref="Snapshot"/> runs. Default: yes.</summary>
    public bool Freezes { get; init; } = true;

    /// <summary>How guests are frozen. Default: <see cref="FreezeOptions"/> with its own defaults.</summary>
    public FreezeOptions Freeze { get; init; } = new();

    /// <summary>
    /// Does what need not wait until guests are frozen, such as <see cref="VolumeSnapshots.PrepareAsync"/>. Default:
    /// nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// Takes the snapshots of the plan's volumes while guests are frozen, and returns when each was taken, such as
    /// <see cref="ClaimSnapshot.Time"/>. A guest is crash-consistent where the time of one of its claims is not
    /// certain, or is not among them, also of one that the plan has no snapshot for. Default: <see langword="null"/>,
    /// none are taken, and the verdicts are on the freeze alone.
    /// </summary>
    public Func<SnapshotWork, CancellationToken, Task<IReadOnlyCollection<ClaimTime>>>? Snapshot { get; init; }

    /// <summary>
    /// Moves the data of the snapshots away, after guests are thawed: the sixth step of KubeVirt's guide. Default:
    /// nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task> Export { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// Removes what <see cref="Snapshot"/> or <see cref="Export"/> made, such as by
    /// <see cref="VolumeSnapshots.RemoveAsync"/>, where the backup fails or is cancelled after <see cref="Prepare"/>;
    /// its token is cancelled after 30 seconds. Default: nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task> Undo { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// The archive of the definitions, in Velero's layout, and of the verdicts (<see cref="BackupArchive"/>); it must
    /// not exist. It is written last and whole. Default: <see langword="null"/>, none.
    /// </summary>
    public string? Archive { get; init; }

    /// <summary>Receives each step as it begins. Default: nobody.</summary>
    public IProgress<BackupStep>? Progress { get; init; }
}
