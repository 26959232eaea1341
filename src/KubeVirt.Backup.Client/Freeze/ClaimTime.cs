namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// When the snapshot of a claim was cut, so that it can be held against the freeze of the guest whose data it is.
/// </summary>
/// <param name="Claim">The PersistentVolumeClaim.</param>
/// <param name="Taken">
/// When; <see langword="null"/> where that is not certain, as of a snapshot that was asked for and not seen to be
/// taken: the storage may cut it after the thaw.
/// </param>
public readonly record struct ClaimTime(ResourceId Claim, SnapshotTime? Taken);
