namespace KubeVirt.Backup.Graph;

/// <summary>The edges of a graph on ints, both ways: for node n the edges <c>Out[OutStart[n]..OutStart[n+1]]</c>, likewise in.</summary>
internal sealed class Links
{
    private readonly int[] _outStart;
    private readonly int[] _inStart;
    private readonly int[] _in;

    /// <param name="nodes">Number of nodes.</param>
    /// <param name="edges">Edges, sorted by where they start.</param>
    public Links(int nodes, Link[] edges)
    {
        Edges = edges;
        _outStart = new int[nodes + 1];
        _inStart = new int[nodes + 1];
        foreach (var edge in edges)
        {
            _outStart[edge.From + 1]++;
            _inStart[edge.To + 1]++;
        }

        for (var n = 0; n < nodes; n++)
        {
            _outStart[n + 1] += _outStart[n];
            _inStart[n + 1] += _inStart[n];
        }

        _in = new int[edges.Length];
        var next = _inStart.AsSpan(0, nodes).ToArray();
        for (var e = 0; e < edges.Length; e++)
            _in[next[edges[e].To]++] = e;
    }

    public Link[] Edges { get; }

    public ReadOnlySpan<Link> From(int node) => Edges.AsSpan(_outStart[node].._outStart[node + 1]);

    /// <summary>Indexes into <see cref="Edges"/> of the edges that end at a node.</summary>
    public ReadOnlySpan<int> To(int node) => _in.AsSpan(_inStart[node].._inStart[node + 1]);
}
