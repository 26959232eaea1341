namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// When the snapshot of a claim was taken, to be compared with the freeze of the guest whose data it holds.
/// </summary>
/// <param name="Claim">The PersistentVolumeClaim.</param>
/// <param name="Taken">
/// When; <see langword="null"/> where that is not certain, as of a snapshot that was created and not seen to be taken:
/// the storage may take it after the thaw.
/// </param>
public readonly record struct ClaimTime(ResourceId Claim, SnapshotTime? Taken)
{
    /// <summary>
    /// The object of the snapshot, such as a VolumeSnapshot; <see langword="null"/> where the cluster has none. Default:
    /// none.
    /// </summary>
    public ResourceId? Snapshot { get; init; }

    /// <summary>
    /// How the storage calls the snapshot, such as the <c>snapshotHandle</c> of CSI: what a restore needs where the
    /// cluster is lost. Kept with the archive. Default: none.
    /// </summary>
    public string? Handle { get; init; }
}
