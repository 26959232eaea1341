namespace KubeVirt.Backup.Graph;

/// <summary>
/// Puts each node into the earliest layer that everything before it allows. Iterative, linear in nodes and pairs.
/// </summary>
/// <param name="LayerOf">For each node the number of its layer, from 0. All nodes of a cycle share one layer.</param>
/// <param name="Cycles">The nodes of each cycle, ordered; a node that precedes itself is a cycle of one.</param>
internal sealed record TopologicalLayers(int[] LayerOf, IReadOnlyList<int[]> Cycles)
{
    /// <param name="nodeCount">Number of nodes.</param>
    /// <param name="before">Pairs: the first must come before the second.</param>
    public static TopologicalLayers Of(int nodeCount, List<(int First, int Second)> before)
    {
        // At first each node is a group of its own.
        var groupOf = new int[nodeCount];
        for (var n = 0; n < nodeCount; n++)
            groupOf[n] = n;

        var selfLoops = SelfLoops(before);
        if (TryPlace(groupOf, before, out var layerOf, out var unplaced))
            return new TopologicalLayers(layerOf, selfLoops);

        // Then each cycle is one group, named after its first node, and nothing stands in the way any more.
        var components = StronglyConnectedComponents.Find(unplaced, before);
        foreach (var component in components)
        {
            foreach (var member in component)
                groupOf[member] = component[0];
        }

        TryPlace(groupOf, before, out layerOf, out _);
        for (var n = 0; n < nodeCount; n++)
            layerOf[n] = layerOf[groupOf[n]];

        var cycles = components.Concat(selfLoops).OrderBy(cycle => cycle[0]).DistinctBy(cycle => cycle[0]).ToList();

        return new TopologicalLayers(layerOf, cycles);
    }

    /// <summary>
    /// Kahn's algorithm over groups of nodes; <see langword="false"/> where cycles keep some groups from being placed.
    /// </summary>
    /// <param name="groupOf">For each node the node that its group is named after.</param>
    /// <param name="before">Pairs: the first must come before the second.</param>
    /// <param name="layerOf">For each group its layer.</param>
    /// <param name="unplaced">For each group whether it could not be placed.</param>
    private static bool TryPlace(
        int[] groupOf,
        List<(int First, int Second)> before,
        out int[] layerOf,
        out bool[] unplaced
    )
    {
        var nodeCount = groupOf.Length;
        layerOf = new int[nodeCount];
        unplaced = new bool[nodeCount];
        var successors = new Successors(groupOf, before);
        var waitingFor = successors.CountPredecessors();

        var queue = new Queue<int>();
        for (var n = 0; n < nodeCount; n++)
        {
            var isGroup = groupOf[n] == n;
            unplaced[n] = isGroup;
            if (isGroup && waitingFor[n] == 0)
                queue.Enqueue(n);
        }

        while (queue.TryDequeue(out var group))
        {
            unplaced[group] = false;
            foreach (var successor in successors.Of(group))
            {
                layerOf[successor] = Math.Max(layerOf[successor], layerOf[group] + 1);
                if (--waitingFor[successor] == 0)
                    queue.Enqueue(successor);
            }
        }

        return !unplaced.Contains(true);
    }

    /// <summary>The nodes that precede themselves, each as a cycle of one.</summary>
    private static List<int[]> SelfLoops(List<(int First, int Second)> before)
    {
        var nodes = before.Where(pair => pair.First == pair.Second).Select(pair => pair.First);

        return nodes.Distinct().Order().Select(node => new[] { node }).ToList();
    }

    /// <summary>The pairs between different groups, as one array that is sorted by the first group of each.</summary>
    private readonly struct Successors
    {
        private readonly int[] _start;
        private readonly int[] _groups;

        public Successors(int[] groupOf, List<(int First, int Second)> before)
        {
            var nodeCount = groupOf.Length;
            _start = new int[nodeCount + 1];
            foreach (var (first, second) in before)
            {
                if (groupOf[first] != groupOf[second])
                    _start[groupOf[first] + 1]++;
            }

            for (var n = 0; n < nodeCount; n++)
                _start[n + 1] += _start[n];

            _groups = new int[_start[nodeCount]];
            var next = _start.AsSpan(0, nodeCount).ToArray();
            foreach (var (first, second) in before)
            {
                if (groupOf[first] != groupOf[second])
                    _groups[next[groupOf[first]]++] = groupOf[second];
            }
        }

        public ReadOnlySpan<int> Of(int group) => _groups.AsSpan(_start[group].._start[group + 1]);

        /// <summary>For each group how many pairs it is the second of.</summary>
        public int[] CountPredecessors()
        {
            var counts = new int[_start.Length - 1];
            foreach (var group in _groups)
                counts[group]++;

            return counts;
        }
    }
}
