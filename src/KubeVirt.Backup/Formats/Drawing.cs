using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// The part of a graph that is drawn. Namespaces are left out: every object needs its own, which would hide all else.
/// </summary>
internal sealed class Drawing
{
    /// <param name="graph">The graph.</param>
    /// <param name="maxNodes">How many objects are drawn; those with the lowest ids are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNodes"/> is less than 1.</exception>
    public Drawing(ResourceGraph graph, int maxNodes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNodes);

        var all = graph.Nodes.Where(node => node.Id.Kind != Kinds.Namespace).ToList();
        Nodes = [.. all.Take(maxNodes)];
        Omitted = all.Count - Nodes.Count;

        var positions = new Dictionary<ResourceId, int>(Nodes.Count);
        foreach (var node in Nodes)
            positions.Add(node.Id, positions.Count);

        Edges = graph
            .Edges.Where(edge => positions.ContainsKey(edge.From) && positions.ContainsKey(edge.To))
            .GroupBy(edge => (From: positions[edge.From], To: positions[edge.To], edge.Relation))
            .Select(group => new DrawnEdge(
                group.Key.From,
                group.Key.To,
                group.Key.Relation,
                group.Any(edge => edge.IsRequired)
            ))
            .ToList();
    }

    /// <summary>The objects that are drawn, ordered by id.</summary>
    public IReadOnlyList<ResourceNode> Nodes { get; }

    /// <summary>The edges between them, in the order of the graph.</summary>
    public IReadOnlyList<DrawnEdge> Edges { get; }

    /// <summary>How many objects are not drawn, namespaces not counted.</summary>
    public int Omitted { get; }
}
