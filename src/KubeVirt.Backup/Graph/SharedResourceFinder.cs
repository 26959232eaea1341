namespace KubeVirt.Backup.Graph;

/// <summary>Finds the objects that several roots use.</summary>
/// <remarks>
/// One walk from each root. A walk ends at other roots, since what a pool uses through one of its machines is that
/// machine's, and at objects that have users enough: all below them has the same users at least, but for a root, which
/// is no user of itself. So no object is walked more than the number of users plus two times.
/// </remarks>
internal sealed class SharedResourceFinder
{
    private readonly Links _links;
    private readonly int _maxUsers;
    private readonly bool[] _isRoot;
    private readonly List<int>?[] _users;
    private readonly Stack<int> _open = new();

    private SharedResourceFinder(Links links, int nodeCount, int maxUsers)
    {
        _links = links;
        _maxUsers = maxUsers;
        _isRoot = new bool[nodeCount];
        _users = new List<int>?[nodeCount];
    }

    /// <summary>The objects that more than one root uses, ordered by id.</summary>
    /// <param name="nodes">The nodes of the graph.</param>
    /// <param name="links">Its edges.</param>
    /// <param name="roots">The numbers of the roots, ascending.</param>
    /// <param name="maxUsers">How many users of an object are named.</param>
    public static IEnumerable<SharedResource> Find(
        ResourceNode[] nodes,
        Links links,
        IReadOnlyList<int> roots,
        int maxUsers
    )
    {
        var finder = new SharedResourceFinder(links, nodes.Length, maxUsers);
        foreach (var root in roots)
            finder._isRoot[root] = true;
        foreach (var root in roots)
            finder.WalkFrom(root);

        for (var node = 0; node < nodes.Length; node++)
        {
            if (finder._users[node] is not { Count: > 1 } users)
                continue;

            var userIds = users.Take(maxUsers).Select(user => nodes[user].Id).ToList();
            yield return new SharedResource(nodes[node].Id, userIds, users.Count > maxUsers);
        }
    }

    /// <summary>Notes one root as a user of everything it uses.</summary>
    private void WalkFrom(int root)
    {
        _open.Push(root);
        while (_open.TryPop(out var node))
        {
            foreach (var link in _links.From(node))
            {
                if (link.To == root || !IsUse(_links.ReferenceOf(link)))
                    continue;
                if (TryAddUser(link.To, root) && !_isRoot[link.To])
                    _open.Push(link.To);
            }
        }
    }

    /// <summary>Owners do not use what they own, nor does anybody use what was only a source.</summary>
    private static bool IsUse(in Reference reference) => reference.Relation != Relation.OwnedBy && reference.IsFollowed;

    /// <summary>
    /// Notes that a root uses a node; <see langword="false"/> where that was noted already, or where the node has one
    /// user more than are named, which is enough to know that there are more.
    /// </summary>
    private bool TryAddUser(int node, int root)
    {
        var users = _users[node] ??= [];
        if (users.Count > _maxUsers + 1)
            return false;
        if (users.Count > 0 && users[^1] == root)
            return false;

        users.Add(root);
        return true;
    }
}
