using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Breadth-first walks along a graph's edges.</summary>
internal static class GraphWalk
{
    /// <summary>
    /// The edges of a shortest way from any start to a node, first edge first; empty where the node is a start or out
    /// of reach.
    /// </summary>
    public static IReadOnlyList<Link> ShortestPath(Links links, IEnumerable<int> starts, int end)
    {
        var cameBy = new Dictionary<int, Link?>();
        var queue = new Queue<int>();
        foreach (var start in starts)
        {
            if (cameBy.TryAdd(start, null))
                queue.Enqueue(start);
        }

        // An edge that is not followed can end a way, never lead on.
        Link? sideways = null;
        while (!cameBy.ContainsKey(end) && queue.TryDequeue(out var n))
        {
            foreach (var link in links.From(n))
            {
                if (!links.Cause(link).IsFollowed)
                    sideways ??= link.To == end ? link : null;
                else if (cameBy.TryAdd(link.To, link))
                    queue.Enqueue(link.To);
            }
        }

        var path = new List<Link>();
        for (var link = cameBy.GetValueOrDefault(end, sideways); link is not null; link = cameBy[link.Value.From])
            path.Add(link.Value);
        path.Reverse();
        return path;
    }

    /// <summary>What some nodes reach along followed edges, themselves included.</summary>
    public static HashSet<int> Reach(Links links, IEnumerable<int> starts)
    {
        var reached = new HashSet<int>(starts);
        var queue = new Queue<int>(reached);
        while (queue.TryDequeue(out var n))
        {
            foreach (var link in links.From(n))
            {
                if (links.Cause(link).IsFollowed && reached.Add(link.To))
                    queue.Enqueue(link.To);
            }
        }

        return reached;
    }

    /// <summary>What some nodes reach along followed edges, with the ends of the other edges as bystanders.</summary>
    public static ResourceGraph Subgraph(
        ResourceNode[] nodes,
        Links links,
        IEnumerable<int> starts,
        IReadOnlyList<Finding> reported
    )
    {
        var roots = starts.ToList();
        var reached = Reach(links, roots);
        var bystanders = reached
            .SelectMany(n => links.From(n).ToArray())
            .Where(link => !links.Cause(link).IsFollowed)
            .Select(link => link.To);
        var kept = reached.Union(bystanders).Order().ToList();
        var renumbered = kept.Select((old, now) => (old, now)).ToDictionary(pair => pair.old, pair => pair.now);
        var keptNodes = kept.Select(n => nodes[n] with { State = State(nodes[n], reached.Contains(n)) }).ToArray();
        var keptLinks = kept.Where(reached.Contains)
            .SelectMany(n => links.From(n).ToArray())
            .Select(link => link with { From = renumbered[link.From], To = renumbered[link.To] });
        var ids = keptNodes.Select(node => node.Id).ToHashSet();
        return new ResourceGraph(
            keptNodes,
            new Links(keptNodes.Length, [keptLinks.ToList()], links.Causes),
            [.. roots.Select(n => nodes[n].Id).Order()],
            reported.Where(f => f.Resource is null || ids.Contains(f.Resource.Value))
        );
    }

    private static NodeState State(ResourceNode node, bool isReached)
    {
        if (node.Resource is null)
            return NodeState.Missing;
        return isReached && node.LeftOut is null ? NodeState.Observed : NodeState.Outside;
    }
}
