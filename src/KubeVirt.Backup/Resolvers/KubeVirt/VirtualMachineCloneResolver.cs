using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineClone: the machine or snapshot it clones, and what it made of it.</summary>
/// <remarks>
/// A clone is an action, which a restore does not repeat. While it is under way it needs its source; what it makes is
/// no part of the source's backup, so discovery stops there.
/// Source: KubeVirt staging/src/kubevirt.io/api/clone/v1beta1/types.go; pkg/virt-controller/watch/clone/clone.go. The
/// target is made by the clone.
/// </remarks>
public sealed class VirtualMachineCloneResolver()
    : TableResolver(
        Kinds.VirtualMachineClone,
        [
            new("/spec/source/name", default, "source of the clone")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                OptionalWhen = [new("/status/phase", "Succeeded")],
                IsLeftWhenUsedUp = true,
                Source = Api,
            },
            Made("/spec/target/name", default, "target of the clone") with
            {
                KindFrom = KindFrom.ApiGroupAndKind,
            },
            Made("/status/snapshotName", Kinds.VirtualMachineSnapshot, "snapshot on the way"),
            Made("/status/restoreName", Kinds.VirtualMachineRestore, "restore on the way"),
            Made("/status/targetName", Kinds.VirtualMachine, "machine it made"),
        ]
    )
{
    private const string Api = "kubevirt.io/api/clone/v1beta1/types.go";

    /// <summary>A row for what the clone makes itself.</summary>
    private static ReferenceRule Made(string path, GroupKind kind, string why) =>
        new(path, kind, why)
        {
            Requirement = Requirement.Optional,
            IsLeft = true,
            Source = Api,
        };
}
