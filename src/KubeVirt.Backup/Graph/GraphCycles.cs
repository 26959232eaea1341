using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Reports dependency cycles and cycles of owners, each by one concrete path.</summary>
internal static class GraphCycles
{
    // A cycle of a million objects is shown by its two ends; nobody reads the rest.
    private const int MaxShown = 12;

    /// <summary>One error for each dependency cycle.</summary>
    /// <param name="cycles">The nodes of each cycle.</param>
    /// <param name="before">Which node comes before which.</param>
    /// <param name="nodes">The nodes of the graph.</param>
    public static IEnumerable<Finding> Needs(
        IReadOnlyList<int[]> cycles,
        List<(int First, int Second)> before,
        ResourceNode[] nodes
    )
    {
        foreach (var cycle in cycles)
        {
            // The pairs run from what is needed to what needs it; a reader expects the opposite direction.
            var path = StronglyConnectedComponents.ShortestCycle(cycle, before).Reverse();

            yield return new Finding(
                FindingIds.NeedsCycle,
                FindingSeverity.Error,
                nodes[cycle[0]].Id,
                null,
                $"These objects need each other in a cycle: {ToText(path, nodes)}. None of them can be restored first, "
                    + "so they are kept in one set. Break the cycle before you restore."
            );
        }
    }

    /// <summary>One warning for each cycle of ownerReferences.</summary>
    public static IEnumerable<Finding> Owners(Links links, ResourceNode[] nodes)
    {
        var owners = links
            .Edges.Where(link => links.ReferenceOf(link).Relation == Relation.OwnedBy)
            .Select(link => (link.From, link.To))
            .ToList();
        var layers = TopologicalLayers.Of(nodes.Length, owners);

        foreach (var cycle in layers.Cycles)
        {
            var path = StronglyConnectedComponents.ShortestCycle(cycle, owners);

            yield return new Finding(
                FindingIds.OwnerCycle,
                FindingSeverity.Warning,
                nodes[cycle[0]].Id,
                "/metadata/ownerReferences",
                $"These objects own each other in a cycle: {ToText(path, nodes)}. "
                    + "The garbage collector never removes them. A restore removes their ownerReferences."
            );
        }
    }

    /// <summary>The ids of a path with arrows between them, without the middle of a long one.</summary>
    private static string ToText(IEnumerable<int> path, ResourceNode[] nodes)
    {
        var ids = path.Select(node => nodes[node].Id.ToString()).ToList();
        if (ids.Count > MaxShown)
        {
            var hidden = $"... {ids.Count - MaxShown} more ...";
            ids = [.. ids.Take(MaxShown / 2), hidden, .. ids.TakeLast(MaxShown / 2)];
        }

        return string.Join(" -> ", ids);
    }
}
