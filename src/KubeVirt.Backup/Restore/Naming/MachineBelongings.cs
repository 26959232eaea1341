using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a guest cannot share with a copy of itself: the claims that it writes to, and the stored instancetypes that go
/// when the machine that owns them goes.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/revision/store.go: revisions are owned by the machine that they were made for.
/// </remarks>
internal static class MachineBelongings
{
    /// <summary>The claims and stored instancetypes of a machine, each once, ordered.</summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="machine">A machine, an instance, or what makes them.</param>
    public static IEnumerable<ResourceId> Of(ResourceGraph graph, ResourceId machine) =>
        graph
            .EdgesFrom(machine)
            .Where(edge => edge.To.Kind == Kinds.ControllerRevision || IsWrittenTo(graph, edge))
            .Select(edge => edge.To)
            .Order()
            .Distinct();

    /// <summary>
    /// Whether the guest writes to the target, and a restore keeps it there. A claim of a made-up name is merely looked
    /// for.
    /// </summary>
    private static bool IsWrittenTo(ResourceGraph graph, ResourceEdge edge)
    {
        if (edge.Reference is not { HoldsData: true, IsReadOnly: false, IsTransient: false })
            return false;

        return edge.Reference.Form != ReferenceForm.Derived || graph.FindResource(edge.To) is not null;
    }
}
