using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// The VolumeSnapshot of a claim, from the choice of its class to the end. Immutable: each step returns new ones.
/// </summary>
/// <param name="Claim">The PersistentVolumeClaim.</param>
/// <param name="Snapshot">What its VolumeSnapshot is called, also before it is there.</param>
/// <remarks>Source: external-snapshotter client/apis/volumesnapshot/v1/types.go, VolumeSnapshotStatus.</remarks>
public sealed record ClaimSnapshot(ResourceId Claim, ResourceId Snapshot)
{
    /// <summary>StorageClass of the claim; <see langword="null"/> where it has none.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// The CSI driver: provisioner of the StorageClass; <see langword="null"/> where that was not found.
    /// </summary>
    public string? Driver { get; init; }

    /// <summary>
    /// The VolumeSnapshotClass; <see langword="null"/> where there is none to use, which <see cref="Problem"/>
    /// explains.
    /// </summary>
    public string? SnapshotClass { get; init; }

    /// <summary>UID of the VolumeSnapshot; <see langword="null"/> before it was created.</summary>
    public string? Uid { get; init; }

    /// <summary>
    /// When the storage took the snapshot, by its own clock and in whole seconds; <see langword="null"/> before it did.
    /// </summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>
    /// When it was taken by this machine's clock: after the call that created it began, and before it was seen to be
    /// taken; <see langword="null"/> until then.
    /// </summary>
    public SnapshotTime? Taken { get; init; }

    /// <summary>The claim with <see cref="Taken"/>, for <see cref="FreezeVerdict.WithSnapshots"/>.</summary>
    public ClaimTime Time => new(Claim, Taken) { Snapshot = Uid is null ? null : Snapshot };

    /// <summary>
    /// The least size of a volume restored from it, as a Kubernetes quantity; <see langword="null"/> while unknown.
    /// </summary>
    public string? RestoreSize { get; init; }

    /// <summary>Whether volumes can be restored from it.</summary>
    public bool IsReady { get; init; }

    /// <summary>What went wrong last. Its controller tries again, so that this is not final.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Why there is no snapshot, or none in time; <see langword="null"/> while all is well. Later steps skip one with a
    /// problem.
    /// </summary>
    public Finding? Problem { get; init; }

    /// <summary>
    /// Why it is not proven before that anybody takes the snapshot, as guests would then stand still for nothing;
    /// <see langword="null"/> where the driver has made one that is ready. It is tried all the same.
    /// </summary>
    public Finding? Doubt { get; init; }

    /// <summary>By this the VolumeSnapshot is known to be ours, where the answer to its creation was lost.</summary>
    internal string Request { get; init; } = "";

    /// <summary>When its creation was requested, by this machine's clock.</summary>
    internal DateTimeOffset? Asked { get; init; }

    /// <summary>Whether it has reached a moment.</summary>
    internal bool HasReached(SnapshotMoment moment) => moment.IsReached(IsReady, CreationTime);

    /// <summary>The same snapshot with what its VolumeSnapshot says now.</summary>
    internal ClaimSnapshot WithStatusOf(Resource snapshot) =>
        this with
        {
            Uid = snapshot.StringAt("/metadata/uid"),
            CreationTime = StatusReader.Time(snapshot, "/status/creationTime"),
            RestoreSize = snapshot.StringAt("/status/restoreSize"),
            IsReady = StatusReader.IsTrue(snapshot, "/status/readyToUse"),
            Error = snapshot.StringAt("/status/error/message"),
        };
}
