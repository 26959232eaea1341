using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Objects in the middle of something when they were read: being deleted, restored, dumped or received. What is backed
/// up then is a state that was not meant to last.
/// </summary>
/// <remarks>
/// Sources: Kubernetes apimachinery ObjectMeta, deletionTimestamp; KubeVirt
/// staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineStatus and VirtualMachineMemoryDumpRequest;
/// pkg/virt-controller/watch/vm/vm.go for the strategy WaitAsReceiver.
/// </remarks>
internal static class UnsettledObjects
{
    /// <summary>What a member of a machine says, and what that means for its backup.</summary>
    private static readonly State[] States =
    [
        new(
            "/status/restoreInProgress",
            [],
            "A VirtualMachineRestore is replacing its volumes. Back up again when it has completed, or the backup holds "
                + "volumes of two moments."
        ),
        new(
            "/status/memoryDumpRequest/phase",
            ["Associating", "InProgress", "Unmounting", "Dissociating"],
            "A memory dump is under way, so the claim of the dump is not complete. The dump is not restored; the disks are "
                + "not affected."
        ),
        new(
            "/spec/runStrategy",
            ["WaitAsReceiver"],
            "The machine is the receiver of a migration from elsewhere: its volumes are written by the sender and are not "
                + "complete. Back up the sender, or back up again when the migration has ended."
        ),
    ];

    /// <summary>One finding for each such state of each object.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.State != NodeState.Observed)
                continue;

            var resource = node.Resource!;
            if (ResourceMetadata.IsBeingDeleted(resource))
                yield return BeingDeleted(resource.Id);
            if (resource.Id.Kind != Kinds.VirtualMachine)
                continue;

            foreach (var state in States)
            {
                if (state.Holds(resource))
                    yield return new Finding(
                        FindingIds.WorkInProgress,
                        FindingSeverity.Warning,
                        resource.Id,
                        state.Path,
                        state.Meaning
                    );
            }
        }
    }

    private static Finding BeingDeleted(ResourceId id)
    {
        // A pod or a guest that ends is nothing that a restore brings back.
        var isRuntime = id.Kind == Kinds.Pod || id.Kind == Kinds.VirtualMachineInstance;
        return new Finding(
            FindingIds.BeingDeleted,
            isRuntime ? FindingSeverity.Info : FindingSeverity.Warning,
            id,
            ResourceMetadata.DeletionTimestamp,
            "It was being deleted when it was read: in its cluster it goes as soon as its finalizers have, and a restore "
                + "brings it back to stay. Leave it out if it is not wanted any more."
        );
    }

    private sealed record State(string Path, string[] Values, string Meaning)
    {
        public bool Holds(Resource machine) =>
            machine.StringAt(Path) is { Length: > 0 } text && (Values.Length == 0 || Values.Contains(text));
    }
}
