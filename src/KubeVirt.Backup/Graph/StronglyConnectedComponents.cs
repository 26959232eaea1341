using QuikGraph;
using QuikGraph.Algorithms;

namespace KubeVirt.Backup.Graph;

/// <summary>Finds dependency cycles: groups of nodes in which each leads to every other.</summary>
internal static class StronglyConnectedComponents
{
    /// <summary>
    /// The groups of more than one node that all lead to each other, among the nodes marked in
    /// <paramref name="among"/>. Each group and the list of groups are ordered by node number.
    /// </summary>
    /// <param name="among">For each node whether it is looked at.</param>
    /// <param name="before">
    /// Pairs of nodes, the first of which leads to the second. Pairs of one node are ignored.
    /// </param>
    /// <remarks>
    /// QuikGraph's algorithm is iterative and linear. It is given only the nodes that could not be ordered, which are
    /// none in most backups.
    /// </remarks>
    public static IReadOnlyList<int[]> Find(bool[] among, List<(int First, int Second)> before)
    {
        var graph = new AdjacencyGraph<int, SEquatableEdge<int>>(allowParallelEdges: true);
        for (var node = 0; node < among.Length; node++)
        {
            if (among[node])
                graph.AddVertex(node);
        }

        foreach (var (first, second) in before)
        {
            if (among[first] && among[second] && first != second)
                graph.AddEdge(new SEquatableEdge<int>(first, second));
        }

        var componentOfNode = new Dictionary<int, int>();
        graph.StronglyConnectedComponents(componentOfNode);

        return componentOfNode
            .GroupBy(pair => pair.Value, pair => pair.Key)
            .Select(component => component.Order().ToArray())
            .Where(component => component.Length > 1)
            .OrderBy(component => component[0])
            .ToList();
    }

    /// <summary>
    /// One shortest path from a component's first node back to it, both ends included; deterministic, since smaller
    /// node numbers are tried first.
    /// </summary>
    /// <param name="component">Nodes that all lead to each other, or one node that leads to itself.</param>
    /// <param name="before">The pairs in which it was found.</param>
    public static IReadOnlyList<int> ShortestCycle(int[] component, IEnumerable<(int First, int Second)> before)
    {
        var start = component[0];
        if (component.Length == 1)
            return [start, start];

        var members = component.ToHashSet();
        var successors = before
            .Where(pair => pair.First != pair.Second && members.Contains(pair.First) && members.Contains(pair.Second))
            .ToLookup(pair => pair.First, pair => pair.Second);

        var predecessors = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var successor in successors[node].Order())
            {
                if (predecessors.TryAdd(successor, node))
                    queue.Enqueue(successor);
            }
        }

        var path = new List<int> { start };
        do path.Add(predecessors[path[^1]]);
        while (path[^1] != start);
        path.Reverse();

        return path;
    }
}
