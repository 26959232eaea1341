using QuikGraph;
using QuikGraph.Algorithms;

namespace KubeVirt.Backup.Graph;

/// <summary>Finds what stands in a circle.</summary>
internal static class Circles
{
    /// <summary>
    /// The groups of more than one node that all lead to each other, smallest node first, among the nodes marked in
    /// <paramref name="among"/>.
    /// </summary>
    /// <remarks>
    /// QuikGraph's strongly connected components are iterative and linear; they are asked only about what could not be
    /// ordered.
    /// </remarks>
    public static IReadOnlyList<int[]> Find(bool[] among, List<(int First, int Second)> before)
    {
        var graph = new AdjacencyGraph<int, SEquatableEdge<int>>(allowParallelEdges: true);
        for (var n = 0; n < among.Length; n++)
        {
            if (among[n])
                graph.AddVertex(n);
        }

        foreach (var (first, second) in before)
        {
            if (among[first] && among[second] && first != second)
                graph.AddEdge(new SEquatableEdge<int>(first, second));
        }

        var components = new Dictionary<int, int>();
        graph.StronglyConnectedComponents(components);
        return
        [
            .. components
                .GroupBy(pair => pair.Value, pair => pair.Key)
                .Select(component => component.Order().ToArray())
                .Where(component => component.Length > 1)
                .OrderBy(component => component[0]),
        ];
    }

    /// <summary>One shortest way from a circle's first node back to it, both ends included.</summary>
    public static IReadOnlyList<int> Path(int[] circle, IEnumerable<(int First, int Second)> before)
    {
        if (circle.Length == 1)
            return [circle[0], circle[0]];
        var members = circle.ToHashSet();
        var next = before
            .Where(pair => pair.First != pair.Second && members.Contains(pair.First) && members.Contains(pair.Second))
            .ToLookup(pair => pair.First, pair => pair.Second);
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>([circle[0]]);
        while (queue.TryDequeue(out var n))
        {
            foreach (var m in next[n].Order())
            {
                if (cameFrom.TryAdd(m, n))
                    queue.Enqueue(m);
            }
        }

        var path = new List<int> { circle[0] };
        do path.Add(cameFrom[path[^1]]);
        while (path[^1] != circle[0]);
        path.Reverse();
        return path;
    }
}
