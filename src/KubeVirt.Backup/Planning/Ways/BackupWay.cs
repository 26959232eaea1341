namespace KubeVirt.Backup.Planning;

/// <summary>How the data of a machine is backed up.</summary>
/// <remarks>
/// The definitions are backed up in the same manner whichever it is, and so is the verdict on what the data is worth. What is
/// restored from differs: snapshots of the storage, or files that KubeVirt wrote. docs/backup/ways.md compares them.
/// </remarks>
public enum BackupWay
{
    /// <summary>It is not known which one is possible: what that depends on could not be read.</summary>
    Unknown,

    /// <summary>None is possible.</summary>
    None,

    /// <summary>
    /// The guest is frozen, and a CSI VolumeSnapshot is taken of each claim. Of a guest that cannot be frozen the snapshots
    /// are of different moments.
    /// </summary>
    CsiSnapshots,

    /// <summary>
    /// The guest is frozen, and one VolumeGroupSnapshot is taken of all claims at one moment: also of a guest that cannot be
    /// frozen the disks agree with each other.
    /// </summary>
    GroupSnapshot,

    /// <summary>
    /// KubeVirt takes a VirtualMachineSnapshot: it freezes and thaws the guest itself, and keeps the definition beside the
    /// snapshots. It is of all disks.
    /// </summary>
    MachineSnapshot,

    /// <summary>
    /// KubeVirt makes a VirtualMachineBackup, full or of what changed since the checkpoint of a tracker: it freezes and thaws
    /// the guest itself. It needs no snapshots of the storage, and changed block tracking. It is of all disks.
    /// </summary>
    MachineBackup,
}
