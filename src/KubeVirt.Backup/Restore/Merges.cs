using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Maps that would make one object of two. They are refused as a whole: which of them to keep is not ours to say. A
/// machine and an instance of one name are one as well, since KubeVirt would take the instance for the machine's, and
/// fail for ever; so are a claim and a DataVolume, which adopts the claim of its name.
/// </summary>
internal static class Merges
{
    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        NameMap names,
        IReadOnlyDictionary<ResourceId, Resource> restored
    )
    {
        // Names that nobody changes merge nothing.
        if (names.IsEmpty && restored.All(pair => pair.Value.Id == pair.Key))
            return [];
        var all = Targets(graph, names, restored).ToList();
        var first = new Dictionary<ResourceId, ResourceId>();
        return all.TrueForAll(pair => first.TryAdd(pair.Target, pair.Id) || IsSame(first[pair.Target], pair.Id))
            ? []
            : FindAll(all);
    }

    private static IEnumerable<Finding> FindAll(IEnumerable<(ResourceId Id, ResourceId Target)> all) =>
        from pair in all.Distinct()
        group pair.Id by pair.Target into target
        where target.Any(id => !IsSame(target.First(), id))
        from id in target
        select new Finding(
            FindingIds.NamesMerge,
            FindingSeverity.Error,
            id,
            "/metadata/name",
            $"The maps would make {target.Key} of {string.Join(" and ", target.Order())}. Nothing is restored; map them to different names or namespaces."
        );

    /// <summary>
    /// What is restored, and the claims that machines use beside: those that the platform makes for them, or that the
    /// target is to have.
    /// </summary>
    private static IEnumerable<(ResourceId Id, ResourceId Target)> Targets(
        ResourceGraph graph,
        NameMap names,
        IReadOnlyDictionary<ResourceId, Resource> restored
    ) =>
        restored
            .Select(pair => (pair.Key, One(pair.Value.Id)))
            .Concat(
                from id in restored.Keys
                where MachineSpec.PointerIn(id.Kind) is not null
                from claim in MachineBelongings.Of(graph, id)
                where claim.Kind == Kinds.PersistentVolumeClaim && !restored.ContainsKey(claim)
                select (claim, names.Map(claim))
            );

    private static ResourceId One(ResourceId id)
    {
        if (id.Kind == Kinds.VirtualMachineInstance)
            return id.WithKind(Kinds.VirtualMachine);
        return id.Kind == Kinds.DataVolume ? id.WithKind(Kinds.PersistentVolumeClaim) : id;
    }

    /// <summary>A machine and its own instance, a claim and its own DataVolume, had one name before.</summary>
    private static bool IsSame(ResourceId left, ResourceId right) =>
        left.Namespace == right.Namespace && left.Name == right.Name;
}
