namespace KubeVirt.Backup.Chains;

/// <summary>What remembers, in the cluster, from where the next backup of a machine can be incremental.</summary>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, VirtualMachineBackupTrackerStatus.</remarks>
public sealed record ChainTracker
{
    /// <summary>The VirtualMachineBackupTracker.</summary>
    public required ResourceId Id { get; init; }

    /// <summary>
    /// Its latest checkpoint; <see langword="null"/> where its status has none, as after it was created anew from a
    /// manifest.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether the guest was started again and the checkpoint must be made known to it before.</summary>
    public bool RequiresRedefinition { get; init; }

    /// <summary>The UID of the machine now; <see langword="null"/> where it is not known.</summary>
    public string? MachineUid { get; init; }

    /// <summary>The mark of its latest restore now, see <see cref="ChainPoint.RestoreMark"/>.</summary>
    public string? RestoreMark { get; init; }
}
