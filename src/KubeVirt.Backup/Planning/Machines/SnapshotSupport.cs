namespace KubeVirt.Backup.Planning;

/// <summary>Whether snapshots can be taken of a volume, as far as KubeVirt states it.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/snapshot, updateVolumeSnapshotStatuses, which writes it into the status of a
/// VirtualMachine. Whether a snapshot will succeed is known only once it is ready.
/// </remarks>
public enum SnapshotSupport
{
    /// <summary>Nothing is stated, as for a machine that no controller has seen.</summary>
    Unknown,

    /// <summary>KubeVirt found a class of snapshots for it.</summary>
    Supported,

    /// <summary>KubeVirt states that it takes none, and why.</summary>
    Unsupported,
}
