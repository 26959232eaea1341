using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Incremental;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>How a session carries out the ways that its plan chose.</summary>
/// <param name="Ways">What carries them out.</param>
public sealed record WayWork(BackupWays Ways)
{
    /// <summary>
    /// What the names of all objects of the backup begin with: another one for each backup. Default:
    /// <see langword="null"/>, <c>backup-</c> and the time in UTC.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// How long to wait for what KubeVirt does itself, and for snapshots that were not taken while guests were frozen.
    /// Default: <see cref="WaitOptions"/> with its own defaults.
    /// </summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>
    /// How VirtualMachineBackups are made. Default: <see cref="VirtualMachineBackupOptions"/> with its own defaults, so that
    /// they are pushed.
    /// </summary>
    public VirtualMachineBackupOptions Backup { get; init; } = new();

    /// <summary>
    /// The PersistentVolumeClaim, of the mode Filesystem and in the namespace of each machine, into which a
    /// VirtualMachineBackup is pushed, or that is scratch space for one that is pulled. Default: <see langword="null"/>, one is
    /// made for each machine, of the size of its volumes and a tenth more, and kept with what was pushed.
    /// </summary>
    public string? Claim { get; init; }

    /// <summary>
    /// Moves the data of a backup away that is pulled, through its export; the backup is deleted afterwards, which ends it.
    /// Default: nothing, which is an error where <see cref="Backup"/> pulls.
    /// </summary>
    public Func<VirtualMachineBackup, CancellationToken, Task>? Pull { get; init; }

    /// <summary>
    /// The earlier backups of the machines. Where their chain says that the next one must be full, as after a restore, it is.
    /// Default: none, so that KubeVirt alone decides.
    /// </summary>
    public IReadOnlyList<ChainPoint> Earlier { get; init; } = [];
}
