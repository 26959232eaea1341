namespace KubeVirt.Backup.Graph;

/// <summary>Finds what several roots use.</summary>
internal static class Sharing
{
    /// <remarks>
    /// One walk from each root. A walk ends at other roots, since what a pool uses through one of its machines is that
    /// machine's, and at objects that have users enough: all below them has the same users at least, but for a root,
    /// which is no user of itself. So no object is walked more than <paramref name="maxUsers"/> + 2 times.
    /// </remarks>
    public static IEnumerable<SharedResource> Find(
        ResourceNode[] nodes,
        Links links,
        IReadOnlyList<int> roots,
        int maxUsers
    )
    {
        var isRoot = new bool[nodes.Length];
        foreach (var root in roots)
            isRoot[root] = true;
        var users = new List<int>?[nodes.Length];
        var open = new Stack<int>();
        foreach (var root in roots)
        {
            open.Push(root);
            while (open.TryPop(out var n))
            {
                foreach (var link in links.From(n))
                {
                    if (
                        Leads(links.Cause(link))
                        && link.To != root
                        && Add(users[link.To] ??= [], root, maxUsers)
                        && !isRoot[link.To]
                    )
                        open.Push(link.To);
                }
            }
        }

        return users
            .Index()
            .Where(pair => pair.Item?.Count > 1)
            .Select(pair => new SharedResource(
                nodes[pair.Index].Id,
                [.. pair.Item!.Take(maxUsers).Select(user => nodes[user].Id)],
                pair.Item!.Count > maxUsers
            ));
    }

    private static bool Leads(in Reference reference) => reference.Relation != Relation.OwnedBy && reference.IsFollowed;

    private static bool Add(List<int> users, int root, int maxUsers)
    {
        if (users.Count - 1 > maxUsers || (users.Count > 0 && users[^1] == root))
            return false;
        users.Add(root);
        return true;
    }
}
