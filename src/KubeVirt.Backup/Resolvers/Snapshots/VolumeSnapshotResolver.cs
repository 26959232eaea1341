using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VolumeSnapshot: the claim it was taken from, its content and its class.</summary>
/// <remarks>
/// A claim that is made from a snapshot names it as its data source, and the snapshot leads on to the content with the
/// handle in the storage system. Until it is ready it needs its claim, since the driver may not have begun.
/// Source: external-snapshotter client/apis/volumesnapshot/v1/types.go. A snapshot that is ready needs neither claim
/// nor class; the claim may be another machine's.
/// </remarks>
public sealed class VolumeSnapshotResolver()
    : TableResolver(
        Kinds.VolumeSnapshot,
        [
            new("/spec/source/persistentVolumeClaimName", Kinds.PersistentVolumeClaim, "claim of the snapshot")
            {
                OptionalWhen = Ready,
                IsLeftWhenUsedUp = true,
                Source = Api,
            },
            new("/spec/source/volumeSnapshotContentName", Kinds.VolumeSnapshotContent, "content of the snapshot")
            {
                Source = Api,
            },
            new("/spec/volumeSnapshotClassName", Kinds.VolumeSnapshotClass, "class of the snapshot")
            {
                OptionalWhen = Ready,
                Source = Api,
            },
            new("/status/boundVolumeSnapshotContentName", Kinds.VolumeSnapshotContent, "content of the snapshot")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
            new("/status/volumeGroupSnapshotName", Kinds.VolumeGroupSnapshot, "group it was taken with")
            {
                Requirement = Requirement.Optional,
                IsLeft = true,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "external-snapshotter client/apis/volumesnapshot/v1/types.go";

    private static readonly FieldCondition[] Ready = [FieldCondition.True("/status/readyToUse")];
}
