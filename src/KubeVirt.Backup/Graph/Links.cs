namespace KubeVirt.Backup.Graph;

/// <summary>
/// The edges of a graph on ints, both ways: for node n the edges <c>Edges[OutStart[n]..OutStart[n+1]]</c>, likewise in.
/// Ordered by start, pointer, end and relation.
/// </summary>
internal sealed class Links
{
    private readonly int[] _outStart;

    // Asked for less often than built.
    private readonly Lazy<(int[] Start, int[] Edges)> _in;

    /// <param name="nodes">Number of nodes.</param>
    /// <param name="edges">Edges in lists, in any order; those of one start are put in order.</param>
    /// <param name="causes">What their references say.</param>
    public Links(int nodes, IReadOnlyCollection<List<Link>> edges, Causes causes)
    {
        Causes = causes;
        Edges = new Link[edges.Sum(some => some.Count)];
        _outStart = new int[nodes + 1];
        _in = new(FindEnds);
        foreach (var some in edges)
        {
            foreach (var edge in some)
                _outStart[edge.From + 1]++;
        }

        for (var n = 0; n < nodes; n++)
            _outStart[n + 1] += _outStart[n];

        var next = _outStart.AsSpan(0, nodes).ToArray();
        foreach (var some in edges)
        {
            foreach (var edge in some)
                Edges[next[edge.From]++] = edge;
        }

        Sort();
    }

    public Link[] Edges { get; }

    public Causes Causes { get; }

    public ReadOnlySpan<Link> From(int node) => Edges.AsSpan(_outStart[node].._outStart[node + 1]);

    /// <summary>Indexes into <see cref="Edges"/> of the edges that end at a node.</summary>
    public ReadOnlySpan<int> To(int node) => _in.Value.Edges.AsSpan(_in.Value.Start[node].._in.Value.Start[node + 1]);

    /// <summary>What the reference of an edge says; its target only where that was not named.</summary>
    public ref readonly Reference Cause(Link link) => ref Causes[link.Cause];

    private (int[] Start, int[] Edges) FindEnds()
    {
        var (start, edges) = (new int[_outStart.Length], new int[Edges.Length]);
        foreach (var edge in Edges)
            start[edge.To + 1]++;
        for (var n = 1; n < start.Length; n++)
            start[n] += start[n - 1];
        var next = start.AsSpan(0, start.Length - 1).ToArray();
        for (var e = 0; e < edges.Length; e++)
            edges[next[Edges[e].To]++] = e;
        return (start, edges);
    }

    private void Sort()
    {
        var ranks = Causes.PathRanks();
        var causes = Causes;
        Comparison<Link> order = (a, b) =>
        {
            var byPath = ranks[a.Cause].CompareTo(ranks[b.Cause]);
            if (byPath != 0)
                return byPath;
            return a.To != b.To ? a.To.CompareTo(b.To) : causes.Compare(a.Cause, b.Cause);
        };
        _ = Stretches.Map(
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
}
