namespace KubeVirt.Backup.Graph;

/// <summary>
/// Makes a graph with other edges out of a finished one, for references that show only when several objects are read
/// together.
/// </summary>
internal static class GraphEdit
{
    /// <summary>
    /// A graph without some of the edges and with new ones. An object that a new edge names and the graph lacks becomes
    /// a missing node.
    /// </summary>
    /// <param name="graph">The graph. It stays as it is.</param>
    /// <param name="remove">Whether an edge is removed.</param>
    /// <param name="add">The edges to add, from objects of the graph.</param>
    public static ResourceGraph Replace(
        ResourceGraph graph,
        Func<ResourceEdge, bool> remove,
        IReadOnlyCollection<ResourceEdge> add
    )
    {
        var missing = add.Select(edge => edge.To)
            .Where(id => graph.Find(id) is null)
            .Distinct()
            .Select(id => new ResourceNode(id, NodeState.Missing, null));
        var nodes = graph.Nodes.Concat(missing).OrderBy(node => node.Id).ToArray();

        var numbers = new Dictionary<ResourceId, int>(nodes.Length);
        foreach (var node in nodes)
            numbers.Add(node.Id, numbers.Count);

        var references = new ReferenceTable();
        var links = graph
            .Edges.Where(edge => !remove(edge))
            .Concat(add)
            .Select(edge => new Link(numbers[edge.From], numbers[edge.To], references.Add(edge.Reference)))
            .ToList();

        return new ResourceGraph(nodes, new Links(nodes.Length, [links], references), graph.Roots, graph.Reported)
        {
            NotRead = graph.NotRead,
            Platforms = graph.Platforms,
        };
    }
}
