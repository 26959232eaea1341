using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VolumeSnapshotContent: its class, and the VolumeSnapshot it belongs to.</summary>
/// <remarks>
/// The handle of the snapshot in the storage system stands in the content, so that a snapshot without it cannot be
/// restored from. Source: external-snapshotter client/apis/volumesnapshot/v1/types.go.
/// </remarks>
public sealed class VolumeSnapshotContentResolver()
    : TableResolver(
        Kinds.VolumeSnapshotContent,
        [
            new("/spec/volumeSnapshotClassName", Kinds.VolumeSnapshotClass, "class of the snapshot")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
            // The snapshot needs the content: the other way round it would be a cycle.
            new("/spec/volumeSnapshotRef/name", Kinds.VolumeSnapshot, "snapshot it belongs to")
            {
                Relation = Relation.OwnedBy,
                Requirement = Requirement.WhenPresent,
                Form = ReferenceForm.NameBesideNamespace,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "external-snapshotter client/apis/volumesnapshot/v1/types.go";
}
