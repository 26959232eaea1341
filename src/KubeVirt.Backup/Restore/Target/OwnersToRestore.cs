using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Finds the owners that are to be put back by whoever applies a restore.</summary>
/// <remarks>
/// KubeVirt takes back its DataVolumes and instances, CDI its claims, a replica set its instances. Nobody takes back
/// what else a machine owns: the ControllerRevisions of instancetypes, the claims with persistent state, a Service or
/// Secret that somebody tied to it; and the machines of pools. Sources: KubeVirt pkg/instancetype/revision,
/// pkg/storage/backend-storage, pkg/virt-controller/watch/pool.
/// </remarks>
internal static class OwnersToRestore
{
    /// <summary>The owners, where object and owner are both restored; ordered as the graph orders its edges.</summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="restored">The restored object of an id in the backup, or <see langword="null"/>.</param>
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

    /// <summary>Whether no controller puts the owner back.</summary>
    private static bool IsLeftAlone(ResourceEdge edge)
    {
        if (edge.To.Kind == Kinds.VirtualMachinePool)
            return edge.From.Kind == Kinds.VirtualMachine;

        return edge.To.Kind == Kinds.VirtualMachine
            && edge.From.Kind != Kinds.DataVolume
            && edge.From.Kind != Kinds.VirtualMachineInstance;
    }

    private static bool IsTrue(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.True };
}
