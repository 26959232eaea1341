using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>A snapshot of several claims at one moment, as it was read last.</summary>
/// <param name="Id">The VolumeGroupSnapshot.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Source: external-snapshotter client/apis/volumegroupsnapshot/v1beta1/types.go, VolumeGroupSnapshotStatus.
/// </remarks>
public sealed record VolumeGroupSnapshot(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>
    /// When the storage took it, by its own clock and in whole seconds; <see langword="null"/> before it did.
    /// </summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>
    /// When it was taken by this machine's clock: after the call that created it began, and before the wait for it
    /// ended; <see langword="null"/> until then. For a <see cref="ClaimTime"/> of each of its claims.
    /// </summary>
    public SnapshotTime? Taken { get; init; }

    /// <summary>Whether volumes can be restored from all its snapshots.</summary>
    public bool IsReady { get; init; }

    /// <summary>When its creation was requested, by this machine's clock.</summary>
    internal DateTimeOffset? Asked { get; init; }

    /// <summary>Whether it has reached a moment.</summary>
    internal bool HasReached(SnapshotMoment moment) => moment.IsReached(IsReady, CreationTime);

    internal static VolumeGroupSnapshot Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            CreationTime = StatusReader.Time(resource, "/status/creationTime"),
            IsReady = StatusReader.IsTrue(resource, "/status/readyToUse"),
            Error = resource.StringAt("/status/error/message"),
        };
}
