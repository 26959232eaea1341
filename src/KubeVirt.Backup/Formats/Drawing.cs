using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>What of a graph is drawn. Namespaces are not: every object needs its own, which hides all else.</summary>
internal sealed class Drawing
{
    public Drawing(ResourceGraph graph, int maxNodes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNodes);
        var all = graph.Nodes.Where(node => node.Id.Kind != Kinds.Namespace).ToList();
        Nodes = [.. all.Take(maxNodes)];
        Omitted = all.Count - Nodes.Count;
        var index = Nodes.Select((node, n) => (node.Id, n)).ToDictionary(pair => pair.Id, pair => pair.n);
        Edges =
        [
            .. graph
                .Edges.Where(edge => index.ContainsKey(edge.From) && index.ContainsKey(edge.To))
                .GroupBy(edge => (From: index[edge.From], To: index[edge.To], edge.Relation))
                .Select(group =>
                    (group.Key.From, group.Key.To, group.Key.Relation, group.Any(edge => edge.IsRequired))
                ),
        ];
    }

    public IReadOnlyList<ResourceNode> Nodes { get; }

    public IReadOnlyList<(int From, int To, Relation Relation, bool Required)> Edges { get; }

    public int Omitted { get; }
}
