namespace KubeVirt.Backup.Graph;

/// <summary>
/// Breadth-first walks along a graph's edges: along followed references, and from an object to its neighbours, whose
/// references join them to it.
/// </summary>
internal static class GraphWalk
{
    /// <summary>
    /// The edges of a shortest path from any start to a node, first edge first. Empty where the node is a start or no
    /// path leads to it.
    /// </summary>
    /// <remarks>A reference that is not followed can be the last edge of a path, never one before it.</remarks>
    public static IReadOnlyList<Link> ShortestPath(Links links, IEnumerable<int> starts, int end)
    {
        // The edge by which each node was reached first; null for a start.
        var reachedBy = new Dictionary<int, Link?>();
        var queue = new Queue<int>();
        foreach (var start in starts)
        {
            if (reachedBy.TryAdd(start, null))
                queue.Enqueue(start);
        }

        Link? unfollowedToEnd = null;
        while (!reachedBy.ContainsKey(end) && queue.TryDequeue(out var node))
        {
            foreach (var link in links.From(node))
            {
                if (!links.ReferenceOf(link).IsFollowed && link.To == end)
                    unfollowedToEnd ??= link;
            }

            foreach (var (next, link) in links.Steps.From(node))
            {
                if (reachedBy.TryAdd(next, link))
                    queue.Enqueue(next);
            }
        }

        return Path(reachedBy, reachedBy.GetValueOrDefault(end, unfollowedToEnd), end);
    }

    /// <summary>The edges that lead to a node, first edge first, from those by which each node was reached.</summary>
    private static List<Link> Path(Dictionary<int, Link?> reachedBy, Link? last, int end)
    {
        var path = new List<Link>();
        var at = end;
        for (var link = last; link is { } step; link = reachedBy[at])
        {
            path.Add(step);
            // A neighbour was reached against the direction of its reference.
            at = step.To == at ? step.From : step.To;
        }

        path.Reverse();

        return path;
    }

    /// <summary>The nodes that some nodes reach, themselves included.</summary>
    public static HashSet<int> Reach(Links links, IEnumerable<int> starts)
    {
        var reached = new HashSet<int>(starts);
        var queue = new Queue<int>(reached);
        while (queue.TryDequeue(out var node))
        {
            foreach (var (next, _) in links.Steps.From(node))
            {
                if (reached.Add(next))
                    queue.Enqueue(next);
            }
        }

        return reached;
    }

    /// <summary>
    /// The graph of what some nodes reach along followed references. The ends of their other references are in it as
    /// <see cref="NodeState.Outside"/>, so that every edge has both ends.
    /// </summary>
    /// <param name="graph">The whole graph, whose findings about objects that are not reached are left out.</param>
    /// <param name="nodes">The nodes of the whole graph.</param>
    /// <param name="links">The edges of the whole graph.</param>
    /// <param name="starts">The nodes to start from: the roots of the new graph.</param>
    public static ResourceGraph Subgraph(
        ResourceGraph graph,
        ResourceNode[] nodes,
        Links links,
        IEnumerable<int> starts
    )
    {
        var roots = starts.ToList();
        var reached = Reach(links, roots);
        var named = reached.SelectMany(n => links.From(n).ToArray()).Select(link => link.To);
        var kept = reached.Union(named).Order().ToList();
        var newNumbers = new Dictionary<int, int>(kept.Count);
        foreach (var old in kept)
            newNumbers.Add(old, newNumbers.Count);

        var keptNodes = kept.Select(n => nodes[n] with { State = StateOf(nodes[n], reached.Contains(n)) }).ToArray();
        var keptLinks = kept.Where(reached.Contains)
            .SelectMany(n => links.From(n).ToArray())
            .Select(link => link with { From = newNumbers[link.From], To = newNumbers[link.To] })
            .ToList();

        var ids = keptNodes.Select(node => node.Id).ToHashSet();
        var rootIds = roots.Select(n => nodes[n].Id).Order().ToList();
        var findings = graph.Reported.Where(finding =>
            finding.Resource is null || ids.Contains(finding.Resource.Value)
        );

        return new ResourceGraph(
            keptNodes,
            new Links(keptNodes.Length, [keptLinks], links.References),
            rootIds,
            findings
        )
        {
            NotRead = graph.NotRead,
            Platforms = graph.Platforms,
        };
    }

    /// <summary>The state of a node in the smaller graph: missing ones and those not read stay so.</summary>
    private static NodeState StateOf(ResourceNode node, bool isReached)
    {
        if (node.Resource is null)
            return node.State;

        return isReached && node.LeftOut is null ? NodeState.Observed : NodeState.Outside;
    }
}
