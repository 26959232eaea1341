using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachineSnapshotContent: its VolumeSnapshots, and what the machine in it needs once it is
/// restored.
/// </summary>
/// <remarks>
/// The content holds the machine as it was, so the rows of a machine apply to it, below another path. Nothing of them
/// is required: a snapshot of a machine can be kept without all that the machine once needed.
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go; pkg/storage/snapshot/restore.go. A restore
/// makes claims from the VolumeSnapshots, so the machine's own claims of that time are no part of it.
/// </remarks>
public sealed class VirtualMachineSnapshotContentResolver()
    : TableResolver(
        Kinds.VirtualMachineSnapshotContent,
        [
            .. VirtualMachineInstanceSpec
                .Rules(Machine + "/spec/template/spec")
                .Concat(Matchers.Rules(Machine))
                .Select(OfThatTime),
            Revision("instancetype"),
            Revision("preference"),
            new("/spec/volumeBackups/*/volumeSnapshotName", Kinds.VolumeSnapshot, "snapshot of a volume")
            {
                Source = Api,
            },
            new(
                "/spec/volumeBackups/*/persistentVolumeClaim/spec/storageClassName",
                Kinds.StorageClass,
                "storage class of a volume"
            )
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
            new("/status/volumeSnapshotStatus/*/volumeSnapshotName", Kinds.VolumeSnapshot, "snapshot of a volume")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
            // The snapshot needs the content: the other way round it would be a cycle.
            new("/spec/virtualMachineSnapshotName", Kinds.VirtualMachineSnapshot, "snapshot it belongs to")
            {
                Relation = Relation.OwnedBy,
                Requirement = Requirement.WhenPresent,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "kubevirt.io/api/snapshot/v1beta1/types.go";
    private const string Machine = "/spec/source/virtualMachine";

    /// <summary>A row for a stored revision that the machine had when the snapshot was taken.</summary>
    private static ReferenceRule Revision(string field) =>
        new(
            $"{Machine}/status/{field}Ref/controllerRevisionRef/name",
            Kinds.ControllerRevision,
            $"stored revision of the {field}"
        )
        {
            Requirement = Requirement.Optional,
            Source = Api,
        };

    /// <summary>
    /// A row of a machine, for the machine in the snapshot: nothing of it is required, and no claim is its own.
    /// </summary>
    private static ReferenceRule OfThatTime(ReferenceRule rule) =>
        rule with
        {
            Requirement = rule.Requirement == Requirement.Required ? Requirement.Optional : rule.Requirement,
            HoldsData = false,
            IsLeft = rule.Kind == Kinds.PersistentVolumeClaim || rule.Kind == Kinds.DataVolume,
        };
}
