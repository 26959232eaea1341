using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

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
    public static IEnumerable<ResourceId> Of(ResourceGraph graph, ResourceId machine) =>
        (
            from edge in graph.EdgesFrom(machine)
            where edge.To.Kind == Kinds.ControllerRevision || IsKept(graph, edge)
            orderby edge.To
            select edge.To
        ).Distinct();

    /// <summary>
    /// A base image or a CD is only read, a memory dump is not restored, and a claim of a made-up name is merely looked
    /// for.
    /// </summary>
    private static bool IsKept(ResourceGraph graph, ResourceEdge edge) =>
        edge.Reference.HoldsData
        && !edge.Path.Contains("/ephemeral/", StringComparison.Ordinal)
        && !edge.Path.Contains("/memoryDump/", StringComparison.Ordinal)
        && graph.FindResource(edge.From)?.At(JsonPointer.Parent(edge.Path) + "/readOnly")
            is not { ValueKind: JsonValueKind.True }
        && (edge.Reference.Form != ReferenceForm.Derived || graph.FindResource(edge.To) is not null);
}
