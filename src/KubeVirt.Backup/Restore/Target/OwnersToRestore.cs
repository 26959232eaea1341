using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Finds the owners that are to be put back by whoever applies a restore.</summary>
/// <remarks>
/// KubeVirt takes back its DataVolumes and instances, CDI its claims, a replica set its instances. Nobody takes back
/// the ControllerRevisions of instancetypes, the claims with persistent state, and the machines of pools. Sources:
/// KubeVirt pkg/instancetype/revision, pkg/storage/backend-storage, pkg/virt-controller/watch/pool.
/// </remarks>
internal static class OwnersToRestore
{
    public static IEnumerable<OwnerToRestore> Find(ResourceGraph graph, Func<ResourceId, Resource?> restored) =>
        from edge in graph.EdgesOf(Relation.OwnedBy)
        where IsLeftAlone(edge)
        let holder = restored(edge.From)
        let owner = restored(edge.To)
        where holder is not null && owner is not null
        let reference = JsonPointer.Parent(edge.Path)
        let original = graph.FindResource(edge.From)!
        select new OwnerToRestore(
            holder.Id,
            owner.Id,
            owner.ApiVersion,
            IsTrue(original, reference + "/controller"),
            IsTrue(original, reference + "/blockOwnerDeletion")
        );

    private static bool IsLeftAlone(ResourceEdge edge) =>
        (
            edge.To.Kind == Kinds.VirtualMachine
            && (edge.From.Kind == Kinds.ControllerRevision || edge.From.Kind == Kinds.PersistentVolumeClaim)
        ) || (edge.To.Kind == Kinds.VirtualMachinePool && edge.From.Kind == Kinds.VirtualMachine);

    private static bool IsTrue(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.True };
}
