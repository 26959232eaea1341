using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Orders the observed nodes of a graph into sets.</summary>
internal static class GraphSets
{
    public static (IReadOnlyList<IReadOnlyList<ResourceId>> Sets, IReadOnlyList<Finding> Cycles) Build(ResourceNode[] nodes, Links links)
    {
        var before = Order(nodes, links);
        var (layer, circles) = Layers.Of(nodes.Length, before);
        var sets = new List<List<ResourceId>>();
        for (var n = 0; n < nodes.Length; n++)
        {
            if (nodes[n].State != NodeState.Observed)
                continue;
            while (sets.Count <= layer[n])
                sets.Add([]);
            sets[layer[n]].Add(nodes[n].Id);
        }

        return (sets, [.. GraphCycles.Needs(circles, before, nodes)]);
    }

    /// <summary>Which node comes before which: what is needed before what needs it, what runs after what it runs for.</summary>
    private static (int First, int Second)[] Order(ResourceNode[] nodes, Links links)
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

        return [.. before];
    }
}
