using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachineRestore: the snapshot, the machine it becomes, and the volumes it made.
/// </summary>
/// <remarks>
/// A restore is an action: created again it would overwrite the machine once more. One that is complete needs its
/// snapshot no longer.
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go; pkg/storage/snapshot/restore.go. The target
/// need not exist; what the status lists is done.
/// </remarks>
public sealed class VirtualMachineRestoreResolver()
    : TableResolver(
        Kinds.VirtualMachineRestore,
        [
            new("/spec/virtualMachineSnapshotName", Kinds.VirtualMachineSnapshot, "snapshot to restore")
            {
                OptionalWhen = Complete,
                IsLeftWhenUsedUp = true,
                Source = Api,
            },
            Done("/spec/target/name", default, "machine to restore") with
            {
                KindFrom = KindFrom.ApiGroupAndKind,
            },
            Done("/status/restores/*/persistentVolumeClaim", Kinds.PersistentVolumeClaim, "restored volume"),
            Done("/status/restores/*/dataVolumeName", Kinds.DataVolume, "restored volume"),
            Done("/status/restores/*/volumeSnapshotName", Kinds.VolumeSnapshot, "snapshot of a restored volume"),
        ]
    )
{
    private const string Api = "kubevirt.io/api/snapshot/v1beta1/types.go";

    private static readonly FieldCondition[] Complete = [FieldCondition.True("/status/complete")];

    /// <summary>A row for what the restore has made, or makes itself.</summary>
    private static ReferenceRule Done(string path, GroupKind kind, string why) =>
        new(path, kind, why)
        {
            Requirement = Requirement.Optional,
            IsLeft = true,
            Source = Api,
        };
}
