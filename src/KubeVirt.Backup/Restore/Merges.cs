using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds maps that would make one object of two. They are refused as a whole: which of the two to keep is not for the
/// library to decide.
/// </summary>
/// <remarks>
/// A machine and an instance of one name count as one, since KubeVirt takes the instance for the machine's and fails
/// for ever; so do a claim and a DataVolume, which adopts the claim of its name. Sources: KubeVirt
/// pkg/virt-controller/watch/vm/vm.go; CDI pkg/controller/datavolume/controller-base.go.
/// </remarks>
internal static class Merges
{
    /// <summary>
    /// One error for each object that would become the same as another one; none where all stay apart.
    /// </summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="names">The maps.</param>
    /// <param name="restored">The objects that are restored, by their ids in the backup.</param>
    public static IEnumerable<Finding> Find(
        ResourceGraph graph,
        NameMap names,
        IReadOnlyDictionary<ResourceId, Resource> restored
    )
    {
        // Names that nobody changes merge nothing.
        if (names.IsEmpty && restored.All(pair => pair.Value.Id == pair.Key))
            return [];

        var renames = Renames(graph, names, restored).ToList();
        var firstOf = new Dictionary<ResourceId, ResourceId>();
        var areApart = renames.TrueForAll(rename =>
            firstOf.TryAdd(rename.Target, rename.Id) || HaveOneName(firstOf[rename.Target], rename.Id)
        );

        return areApart ? [] : ReportAll(renames);
    }

    private static IEnumerable<Finding> ReportAll(IEnumerable<Rename> renames) =>
        from rename in renames.Distinct()
        group rename.Id by rename.Target into merged
        where merged.Any(id => !HaveOneName(merged.First(), id))
        from id in merged
        select Report(id, merged);

    private static Finding Report(ResourceId id, IGrouping<ResourceId, ResourceId> merged)
    {
        var message =
            $"The maps would make {merged.Key} of {string.Join(" and ", merged.Order())}. "
            + "Nothing is restored; map them to different names or namespaces.";

        return new Finding(FindingIds.NamesMerge, FindingSeverity.Error, id, "/metadata/name", message);
    }

    /// <summary>
    /// What is restored, and the claims that machines use beside: those that the platform makes for them, or that the
    /// target is to have.
    /// </summary>
    private static IEnumerable<Rename> Renames(
        ResourceGraph graph,
        NameMap names,
        IReadOnlyDictionary<ResourceId, Resource> restored
    )
    {
        var ofRestored = restored.Select(pair => new Rename(pair.Key, Representative(pair.Value.Id)));
        var ofOtherClaims =
            from id in restored.Keys
            where MachineSpec.PointerIn(id.Kind) is not null
            from claim in MachineBelongings.Of(graph, id)
            where claim.Kind == Kinds.PersistentVolumeClaim && !restored.ContainsKey(claim)
            select new Rename(claim, names.Map(claim));

        return ofRestored.Concat(ofOtherClaims);
    }

    /// <summary>The one id that stands for a machine and its instance, or for a DataVolume and its claim.</summary>
    private static ResourceId Representative(ResourceId id)
    {
        if (id.Kind == Kinds.VirtualMachineInstance)
            return id.WithKind(Kinds.VirtualMachine);
        if (id.Kind == Kinds.DataVolume)
            return id.WithKind(Kinds.PersistentVolumeClaim);

        return id;
    }

    /// <summary>A machine and its own instance, a claim and its own DataVolume, had one name before.</summary>
    private static bool HaveOneName(ResourceId left, ResourceId right) =>
        left.Namespace == right.Namespace && left.Name == right.Name;

    private readonly record struct Rename(ResourceId Id, ResourceId Target);
}
