using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineSnapshot: the machine, and the content that holds what was taken.</summary>
/// <remarks>
/// A snapshot is an action, which a restore does not repeat; it is in a graph where somebody makes it a root, or a
/// VirtualMachineRestore names it.
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go. A snapshot that was taken outlives its
/// machine.
/// </remarks>
public sealed class VirtualMachineSnapshotResolver()
    : TableResolver(
        Kinds.VirtualMachineSnapshot,
        [
            new("/spec/source/name", default, "machine of the snapshot")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                OptionalWhen = [new("/status/phase", "Succeeded")],
                IsLeftWhenUsedUp = true,
                Source = Api,
            },
            new(
                "/status/virtualMachineSnapshotContentName",
                Kinds.VirtualMachineSnapshotContent,
                "content of the snapshot"
            )
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "kubevirt.io/api/snapshot/v1beta1/types.go";
}
