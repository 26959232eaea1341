namespace KubeVirt.Backup.Planning;

/// <summary>What somebody wants to do in a cluster.</summary>
[Flags]
public enum AccessActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Find all objects that machines need.</summary>
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

    /// <summary>Create the objects of a restore.</summary>
    Apply = 128,
}
