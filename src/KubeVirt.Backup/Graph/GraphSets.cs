using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Orders the observed nodes of a graph into sets.</summary>
internal static class GraphSets
{
    public static (IReadOnlyList<IReadOnlyList<ResourceId>> Sets, IEnumerable<Finding> Cycles) Build(
        ResourceNode[] nodes,
        Links links
    )
    {
        var before = Order(nodes, links);
        var (layer, circles) = Layers.Of(nodes.Length, before);
        var counts = new int[layer.Append(-1).Max() + 1];
        for (var n = 0; n < nodes.Length; n++)
            counts[layer[n]] += nodes[n].State == NodeState.Observed ? 1 : 0;
        var sets = Array.ConvertAll(counts, count => new int[count]);
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            if (nodes[n].State == NodeState.Observed)
                sets[layer[n]][--counts[layer[n]]] = n;
        }

        return (
            [.. sets.Where(set => set.Length > 0).Select(set => new NodeIds(nodes, set))],
            circles.Count == 0 ? [] : GraphCycles.Needs(circles, before, nodes)
        );
    }

    /// <summary>
    /// Which node comes before which: what is needed before what needs it, what runs after what it runs for.
    /// </summary>
    private static List<(int First, int Second)> Order(ResourceNode[] nodes, Links links)
    {
        var before = new List<(int, int)>(links.Edges.Length);
        foreach (var link in links.Edges)
        {
            if (nodes[link.From].State != NodeState.Observed || nodes[link.To].State != NodeState.Observed)
                continue;
            var relation = links.Cause(link).Relation;
            if (relation == Relation.Needs)
                before.Add((link.To, link.From));
            else if (relation == Relation.Runs)
                before.Add((link.From, link.To));
        }

        return before;
    }
}
