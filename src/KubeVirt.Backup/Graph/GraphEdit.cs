namespace KubeVirt.Backup.Graph;

/// <summary>
/// Makes a graph anew with other edges, where a reference shows only when several objects are read together.
/// </summary>
internal static class GraphEdit
{
    /// <summary>
    /// The graph without some of its edges and with others. What these name and the graph lacks is missing.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="drop">Which edges go.</param>
    /// <param name="add">Which edges come, from objects of the graph.</param>
    public static ResourceGraph Replace(
        ResourceGraph graph,
        Func<ResourceEdge, bool> drop,
        IReadOnlyCollection<ResourceEdge> add
    )
    {
        var absent = add.Select(edge => edge.To)
            .Where(id => graph.Find(id) is null)
            .Distinct()
            .Select(id => new ResourceNode(id, NodeState.Missing, null));
        var nodes = graph.Nodes.Concat(absent).OrderBy(node => node.Id).ToArray();
        var index = nodes.Index().ToDictionary(pair => pair.Item.Id, pair => pair.Index);
        var causes = new Causes();
        var links = graph
            .Edges.Where(edge => !drop(edge))
            .Concat(add)
            .Select(edge => new Link(index[edge.From], index[edge.To], causes.Add(edge.Reference)))
            .ToList();
        return new ResourceGraph(nodes, new Links(nodes.Length, [links], causes), graph.Roots, graph.Reported);
    }
}
