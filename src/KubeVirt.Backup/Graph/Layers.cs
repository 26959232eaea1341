namespace KubeVirt.Backup.Graph;

/// <summary>
/// Puts nodes into the earliest layer that everything before them allows. Iterative, linear in nodes and edges.
/// </summary>
internal static class Layers
{
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="before">Pairs: the first must come before the second.</param>
    /// <returns>
    /// For each node its layer, and the groups of nodes that stand in a circle. A circle shares one layer.
    /// </returns>
    public static (int[] Layer, IReadOnlyList<int[]> Circles) Of(int nodes, List<(int First, int Second)> before)
    {
        var group = new int[nodes];
        for (var n = 0; n < nodes; n++)
            group[n] = n;
        if (TryLayer(nodes, group, before, out var layer, out var rest))
            return (layer, SelfLoops(before));

        var circles = Circles.Find(rest, before);
        foreach (var circle in circles)
        {
            foreach (var member in circle)
                group[member] = circle[0];
        }

        TryLayer(nodes, group, before, out layer, out _);
        for (var n = 0; n < nodes; n++)
            layer[n] = layer[group[n]];
        return (
            layer,
            [.. circles.Concat(SelfLoops(before)).OrderBy(circle => circle[0]).DistinctBy(circle => circle[0])]
        );
    }

    /// <summary>
    /// Kahn's algorithm over groups of nodes; <see langword="false"/> where circles keep some of them
    /// (<paramref name="rest"/>) from being placed.
    /// </summary>
    private static bool TryLayer(
        int nodes,
        int[] group,
        List<(int First, int Second)> before,
        out int[] layer,
        out bool[] rest
    )
    {
        layer = new int[nodes];
        rest = new bool[nodes];
        var waiting = new int[nodes];
        var start = new int[nodes + 1];
        foreach (var (first, second) in before)
        {
            if (group[first] == group[second])
                continue;
            waiting[group[second]]++;
            start[group[first] + 1]++;
        }

        for (var n = 0; n < nodes; n++)
            start[n + 1] += start[n];
        var after = new int[start[nodes]];
        var next = start.AsSpan(0, nodes).ToArray();
        foreach (var (first, second) in before)
        {
            if (group[first] != group[second])
                after[next[group[first]]++] = group[second];
        }

        var queue = new Queue<int>();
        for (var n = 0; n < nodes; n++)
        {
            rest[n] = group[n] == n;
            if (rest[n] && waiting[n] == 0)
                queue.Enqueue(n);
        }

        while (queue.TryDequeue(out var n))
        {
            rest[n] = false;
            foreach (var m in after.AsSpan(start[n]..start[n + 1]))
            {
                layer[m] = Math.Max(layer[m], layer[n] + 1);
                if (--waiting[m] == 0)
                    queue.Enqueue(m);
            }
        }

        return !rest.Contains(true);
    }

    private static List<int[]> SelfLoops(List<(int First, int Second)> before) =>
        [
            .. before
                .Where(pair => pair.First == pair.Second)
                .Select(pair => pair.First)
                .Distinct()
                .Order()
                .Select(n => new[] { n }),
        ];
}
