namespace KubeVirt.Backup.Planning;

/// <summary>What somebody wants to do in a cluster. The flags are combined.</summary>
/// <remarks>
/// A service that only plans needs <see cref="Discover"/> alone, which changes nothing in the cluster.
/// </remarks>
[Flags]
public enum AccessActions
{
    /// <summary>Nothing: no right is needed.</summary>
    None = 0,

    /// <summary>Read all objects that machines need, by list and by name. Secrets are among them.</summary>
    Discover = 1,

    /// <summary>Freeze and thaw guests by KubeVirt's API.</summary>
    Freeze = 2,

    /// <summary>Freeze and thaw guests by running virt-freezer in their launcher pods.</summary>
    FreezeByExec = 4,

    /// <summary>Take CSI snapshots of volumes.</summary>
    SnapshotVolumes = 8,

    /// <summary>Take VirtualMachineSnapshots and restore them.</summary>
    SnapshotMachines = 16,

    /// <summary>Export volumes by VirtualMachineExports.</summary>
    Export = 32,

    /// <summary>Take VirtualMachineBackups.</summary>
    BackupMachines = 64,

    /// <summary>Create the objects of a restore, and write the owners that no controller puts back.</summary>
    Apply = 128,

    /// <summary>Choose the way of each machine: read the classes, trackers and configuration that it depends on.</summary>
    ChooseWays = 256,

    /// <summary>
    /// Roll machines back: hold and change them, make claims and DataVolumes, mark the old ones and delete them when they are
    /// released.
    /// </summary>
    Rollback = 512,

    /// <summary>Restore files into running guests by VirtualMachineFileRestores.</summary>
    RestoreFiles = 1024,

    /// <summary>
    /// Rehearse a restore against what the cluster holds, beside <see cref="Apply"/>: read classes, drivers, limits and
    /// configuration, and the objects of the names of the restore.
    /// </summary>
    Rehearse = 2048,
}
