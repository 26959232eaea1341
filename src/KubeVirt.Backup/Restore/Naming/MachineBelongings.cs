using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>What a guest cannot share with a copy of itself: the claims that it writes to, and the stored instancetypes that go when the machine that owns them goes.</summary>
/// <remarks>Source: KubeVirt pkg/instancetype/revision/store.go: revisions are owned by the machine that they were made for.</remarks>
internal static class MachineBelongings
{
    public static IEnumerable<ResourceId> Of(ResourceGraph graph, ResourceId machine) =>
        (from edge in graph.EdgesFrom(machine)
         where edge.To.Kind == Kinds.ControllerRevision || IsWritten(graph, edge)
         orderby edge.To
         select edge.To).Distinct();

    /// <summary>A base image is only read, and a claim of a made-up name is merely looked for.</summary>
    private static bool IsWritten(ResourceGraph graph, ResourceEdge edge) =>
        edge.Reference.HoldsData && !edge.Path.Contains("/ephemeral/", StringComparison.Ordinal)
        && (edge.Reference.Form != ReferenceForm.Derived || graph.FindResource(edge.To) is not null);
}
