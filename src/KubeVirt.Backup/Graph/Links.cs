namespace KubeVirt.Backup.Graph;

/// <summary>
/// The edges of a finished graph, found from either end. They are ordered by the node they start from, then by JSON
/// pointer, end and relation.
/// </summary>
/// <remarks>
/// Edges that start from node n are <c>Edges[_outStart[n].._outStart[n + 1]]</c>: one array in place of a list a node.
/// Immutable and safe to read from several threads.
/// </remarks>
internal sealed class Links
{
    private readonly int[] _outStart;

    // Many graphs are never asked what refers to an object, so this index is built when it is needed.
    private readonly Lazy<IncomingLinks> _incoming;
    private readonly Lazy<WalkSteps> _steps;

    /// <param name="nodeCount">Number of nodes.</param>
    /// <param name="chunks">The edges in several lists, in any order.</param>
    /// <param name="references">The references of the edges, by number.</param>
    public Links(int nodeCount, IReadOnlyCollection<List<Link>> chunks, ReferenceTable references)
    {
        References = references;
        Edges = new Link[chunks.Sum(chunk => chunk.Count)];
        _outStart = new int[nodeCount + 1];
        _incoming = new(() => new IncomingLinks(Edges, nodeCount));
        _steps = new(() => new WalkSteps(this, nodeCount));

        // A counting sort: count the edges of each node, sum the counts up to positions, put each edge in its place.
        foreach (var chunk in chunks)
        {
            foreach (var edge in chunk)
                _outStart[edge.From + 1]++;
        }

        for (var n = 0; n < nodeCount; n++)
            _outStart[n + 1] += _outStart[n];

        var next = _outStart.AsSpan(0, nodeCount).ToArray();
        foreach (var chunk in chunks)
        {
            foreach (var edge in chunk)
                Edges[next[edge.From]++] = edge;
        }

        SortEachNode();
    }

    /// <summary>All edges, in order.</summary>
    public Link[] Edges { get; }

    /// <summary>The references of the edges, by number.</summary>
    public ReferenceTable References { get; }

    /// <summary>The edges that start from a node.</summary>
    public ReadOnlySpan<Link> From(int node) => Edges.AsSpan(_outStart[node].._outStart[node + 1]);

    /// <summary>The steps that walks take. Built when the first walk begins.</summary>
    public WalkSteps Steps => _steps.Value;

    /// <summary>Indexes into <see cref="Edges"/> of the edges that end at a node.</summary>
    public ReadOnlySpan<int> To(int node) => _incoming.Value.Of(node);

    /// <summary>
    /// The reference of an edge, without a copy. It has its target only where the target was found by label or owner;
    /// <see cref="ReferenceTable.WithTarget"/> gives the whole one.
    /// </summary>
    public ref readonly Reference ReferenceOf(Link link) => ref References[link.ReferenceNumber];

    /// <summary>Sorts the edges of each node, on all processors.</summary>
    private void SortEachNode()
    {
        var pathRanks = References.RankPaths();
        var references = References;
        Comparison<Link> order = (a, b) =>
        {
            var byPath = pathRanks[a.ReferenceNumber].CompareTo(pathRanks[b.ReferenceNumber]);
            if (byPath != 0)
                return byPath;

            return a.To != b.To
                ? a.To.CompareTo(b.To)
                : references.CompareIgnoringPath(a.ReferenceNumber, b.ReferenceNumber);
        };

        // Nodes do not share edges, so the chunks write to different parts of the array.
        _ = ParallelChunks.Map(
            _outStart.Length - 1,
            (from, to) =>
            {
                for (var n = from; n < to; n++)
                    Edges.AsSpan(_outStart[n].._outStart[n + 1]).Sort(order);
                return to;
            },
            CancellationToken.None
        );
    }

    /// <summary>For each node the indexes of the edges that end at it, in the order of the edges.</summary>
    private sealed class IncomingLinks
    {
        private readonly int[] _start;
        private readonly int[] _edgeIndexes;

        public IncomingLinks(Link[] edges, int nodeCount)
        {
            _start = new int[nodeCount + 1];
            foreach (var edge in edges)
                _start[edge.To + 1]++;
            for (var n = 0; n < nodeCount; n++)
                _start[n + 1] += _start[n];

            _edgeIndexes = new int[edges.Length];
            var next = _start.AsSpan(0, nodeCount).ToArray();
            for (var e = 0; e < edges.Length; e++)
                _edgeIndexes[next[edges[e].To]++] = e;
        }

        public ReadOnlySpan<int> Of(int node) => _edgeIndexes.AsSpan(_start[node].._start[node + 1]);
    }
}
