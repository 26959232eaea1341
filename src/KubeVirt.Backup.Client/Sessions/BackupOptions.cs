using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Manifests;
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
    /// Backs up the data of each machine by the way that the plan chose, instead of <see cref="Snapshot"/>. Where
    /// <see cref="PlanOptions.Ways"/> of <see cref="Plan"/> is not set, it is <see cref="WayOptions.Auto"/>. Guests that KubeVirt
    /// freezes itself are not frozen; what KubeVirt does is done when the others are thawed, at the begin of the step
    /// <see cref="BackupStep.Export"/>. Default: <see langword="null"/>, the product takes the snapshots.
    /// </summary>
    public WayWork? Ways { get; init; }

    /// <summary>
    /// Moves the data of the snapshots away, after guests are thawed: the sixth step of KubeVirt's guide. Where it throws,
    /// the report is partial, and the archive is written all the same. Default: nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task> Export { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// Says after <see cref="Export"/>, and as a part of that step, what the backup is in the chains of its machines, such as
    /// by <see cref="Incremental.ChainPoints"/>; it stands in the archive. Default: nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task<IReadOnlyList<ChainPoint>>> Points { get; init; } =
        (_, _) => Task.FromResult<IReadOnlyList<ChainPoint>>([]);

    /// <summary>
    /// Removes what <see cref="Snapshot"/> or <see cref="Export"/> made, such as by
    /// <see cref="VolumeSnapshots.RemoveAsync"/>, where the backup is cancelled or fails after <see cref="Prepare"/>, but
    /// for a failure of <see cref="Export"/>, since the snapshots are of use then;
    /// its token is cancelled after 30 seconds. Default: nothing.
    /// </summary>
    public Func<BackupPlan, CancellationToken, Task> Undo { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// The archive of the definitions, in Velero's layout, and of <see cref="BackupDocument"/>; it must
    /// not exist. It is written last and whole. Default: <see langword="null"/>, none.
    /// </summary>
    public string? Archive { get; init; }

    /// <summary>
    /// Encrypts <see cref="Archive"/>. Default: <see langword="null"/>, it is not encrypted.
    /// </summary>
    public ArchiveKey? ArchiveKey { get; init; }

    /// <summary>
    /// Which cluster it is, to be noted in the archive. Default: <see langword="null"/>, the source is asked where it is an
    /// <see cref="IClusterIdentitySource"/>; who runs many sessions asks it once.
    /// </summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Further files for the archive, such as a product's own index. Default: none.</summary>
    public IReadOnlyList<ArchiveAnnex> Annexes { get; init; } = [];

    /// <summary>
    /// Receives each step as it begins, and what is done in it, from several threads. Default: nobody.
    /// </summary>
    public IProgress<BackupProgress>? Progress { get; init; }
}
