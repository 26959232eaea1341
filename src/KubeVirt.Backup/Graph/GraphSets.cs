using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Orders the observed nodes of a graph into sets.</summary>
internal static class GraphSets
{
    /// <summary>
    /// The sets in the order of a restore, ids ordered within each, and a finding for each dependency cycle.
    /// </summary>
    /// <param name="nodes">The nodes, sorted by id.</param>
    /// <param name="links">The edges between them.</param>
    /// <remarks>Linear in nodes and edges. The findings are made only when they are enumerated.</remarks>
    public static (IReadOnlyList<IReadOnlyList<ResourceId>> Sets, IEnumerable<Finding> Cycles) Build(
        ResourceNode[] nodes,
        Links links
    )
    {
        var before = PairsInOrder(nodes, links);
        var layers = TopologicalLayers.Of(nodes.Length, before);
        var sets = Fill(nodes, layers.LayerOf);
        var cycles = layers.Cycles.Count == 0 ? [] : GraphCycles.Needs(layers.Cycles, before, nodes);

        return (sets, cycles);
    }

    /// <summary>The observed nodes of each layer; a layer without one gives no set.</summary>
    private static List<IReadOnlyList<ResourceId>> Fill(ResourceNode[] nodes, int[] layerOf)
    {
        var layerCount = 0;
        foreach (var layer in layerOf)
            layerCount = Math.Max(layerCount, layer + 1);

        var counts = new int[layerCount];
        for (var n = 0; n < nodes.Length; n++)
            counts[layerOf[n]] += nodes[n].State == NodeState.Observed ? 1 : 0;

        var members = Array.ConvertAll(counts, count => new int[count]);
        // From the last node to the first: each layer is filled from its end, so the ids stay in order.
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            if (nodes[n].State == NodeState.Observed)
                members[layerOf[n]][--counts[layerOf[n]]] = n;
        }

        var sets = new List<IReadOnlyList<ResourceId>>(members.Length);
        foreach (var set in members)
        {
            if (set.Length > 0)
                sets.Add(new NodeIds(nodes, set));
        }

        return sets;
    }

    /// <summary>
    /// Which node comes before which: what is needed before what needs it, what runs after what it runs for.
    /// </summary>
    private static List<(int First, int Second)> PairsInOrder(ResourceNode[] nodes, Links links)
    {
        var before = new List<(int, int)>(links.Edges.Length);
        foreach (var link in links.Edges)
        {
            if (nodes[link.From].State != NodeState.Observed || nodes[link.To].State != NodeState.Observed)
                continue;

            var relation = links.ReferenceOf(link).Relation;
            if (relation == Relation.Needs)
                before.Add((link.To, link.From));
            else if (relation == Relation.Runs)
                before.Add((link.From, link.To));
        }

        return before;
    }
}
