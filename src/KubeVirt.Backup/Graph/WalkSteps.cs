namespace KubeVirt.Backup.Graph;

/// <summary>
/// The steps of walks through a graph, by the node that they start from: along followed references, and from an object to
/// the neighbours that join it.
/// </summary>
/// <remarks>
/// Kept apart from the edges, so that a walk past a hub, as a namespace or a policy for all machines, does not look at
/// each of the hub's edges. Immutable.
/// </remarks>
internal sealed class WalkSteps
{
    private readonly int[] _start;
    private readonly (int Next, Link By)[] _steps;

    /// <summary>Sorts the steps of all edges by their first node.</summary>
    /// <param name="links">The edges.</param>
    /// <param name="nodeCount">Number of nodes.</param>
    public WalkSteps(Links links, int nodeCount)
    {
        _start = new int[nodeCount + 1];
        foreach (var (from, _, _) in All(links))
            _start[from + 1]++;
        for (var node = 0; node < nodeCount; node++)
            _start[node + 1] += _start[node];

        _steps = new (int, Link)[_start[nodeCount]];
        var next = _start.AsSpan(0, nodeCount).ToArray();
        foreach (var (from, to, by) in All(links))
            _steps[next[from]++] = (to, by);
    }

    /// <summary>The nodes one step away from a node, each with the edge that leads there.</summary>
    public ReadOnlySpan<(int Next, Link By)> From(int node) => _steps.AsSpan(_start[node].._start[node + 1]);

    /// <summary>Every step: first those along references, then those against them.</summary>
    private static IEnumerable<(int From, int To, Link By)> All(Links links)
    {
        foreach (var link in links.Edges)
        {
            if (links.ReferenceOf(link).IsFollowed)
                yield return (link.From, link.To, link);
        }

        foreach (var link in links.Edges)
        {
            if (links.ReferenceOf(link).JoinsTarget)
                yield return (link.To, link.From, link);
        }
    }
}
