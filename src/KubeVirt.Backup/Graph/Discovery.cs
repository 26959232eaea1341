using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// The state of one build: what is known, what is asked, what is still to be asked. Nodes are ints throughout.
/// </summary>
/// <param name="resolvers">Which references to follow.</param>
/// <param name="leaveOut">Says why an object is left out, or <see langword="null"/>.</param>
/// <param name="ids">Numbers the nodes.</param>
internal sealed class Discovery(ResolverSet resolvers, Func<Resource, string?> leaveOut, IdTable ids)
{
    private readonly List<Entry> _entries = [];

    // Stretch by stretch as they were found, so that none is copied before it has its place in the graph.
    private readonly List<List<Link>> _links = [];
    private readonly List<Link> _derivedLinks = [];
    private readonly Causes _causes = new();
    private readonly HashSet<(int From, int To, Relation Relation)> _derived = [];
    private readonly List<Finding> _findings = [];
    private readonly List<int> _toResolve = [];
    private int _roots;
    private Wave _next = new();
    private Wave _asked = new();

    /// <summary>Starts from objects that are to be asked for.</summary>
    public void Start(IEnumerable<ResourceId> roots)
    {
        if (roots.TryGetNonEnumeratedCount(out var count))
        {
            // What roots name and is no root comes on top.
            ids.EnsureCapacity(count + (count / 2));
            _entries.EnsureCapacity(count + (count / 2));
        }

        foreach (var root in roots)
            Follow(Want(root));
        _roots = _entries.Count;
    }

    /// <summary>Starts from objects that are at hand, and numbered.</summary>
    public void Start(IReadOnlyList<Resource> roots, CancellationToken cancellationToken)
    {
        _entries.EnsureCapacity(roots.Count + (roots.Count / 2));
        _toResolve.EnsureCapacity(roots.Count);
        for (_roots = 0; _roots < roots.Count; _roots++)
        {
            _entries.Add(new Entry { IsFollowed = true });
            Set(_roots, roots[_roots]);
        }

        Resolve(cancellationToken);
    }

    /// <summary>All that is outstanding, grouped by kind and namespace; empty when the graph is complete.</summary>
    public IReadOnlyList<ResourceQuery> NextWave()
    {
        (_asked, _next) = (_next, new Wave());
        return _asked.ToQueries();
    }

    public void Take(ResourceAnswer answer, CancellationToken cancellationToken)
    {
        _findings.AddRange(answer.Findings);
        foreach (var resource in answer.Resources)
        {
            if (ids.Find(resource.Id) is >= 0 and var node)
                Set(node, resource);
        }

        foreach (var (place, pending) in _asked.Matches(answer.Resources, cancellationToken))
        {
            var node = Intern(answer.Resources[place].Id);
            Set(node, answer.Resources[place]);
            Link(pending, node);
        }

        foreach (var pending in _asked.Unmatched())
            TakeFallback(pending);
        Resolve(cancellationToken);
    }

    public ResourceGraph ToGraph()
    {
        _links.Add(_derivedLinks);
        var used = DropVoid();
        var order = NodeOrder.Of(ids, n => used[n] || _entries[n].Resource is not null);
        Renumber(order);
        var (nodes, edges) = (Array.Empty<ResourceNode>(), default(Links)!);
        Parallel.Invoke(
            () => nodes = Array.ConvertAll(order, n => _entries[n].ToNode(ids[n])),
            () => edges = new Links(order.Length, _links, _causes)
        );
        var roots = Enumerable
            .Range(0, order.Length)
            .Where(now => order[now] < _roots && IsPresent(order[now]))
            .ToArray();
        for (var n = 0; n < _roots; n++)
        {
            if (!IsPresent(n))
                _findings.Add(AbsentRoot(ids[n], _entries[n].LeftOut));
        }

        return new ResourceGraph(nodes, edges, new NodeIds(nodes, roots), _findings);
    }

    /// <summary>
    /// Drops the references to what counts only where it is there and is not; tells which nodes the others use.
    /// </summary>
    private bool[] DropVoid()
    {
        var used = new bool[_entries.Count];
        foreach (var links in _links)
        {
            links.RemoveAll(link =>
                _entries[link.To].Resource is null && _causes[link.Cause].Requirement == Requirement.WhenPresent
            );
            foreach (var link in links)
                used[link.To] = true;
        }

        return used;
    }

    private void Renumber(int[] order)
    {
        var renumbered = new int[_entries.Count];
        for (var now = 0; now < order.Length; now++)
            renumbered[order[now]] = now;
        foreach (var links in _links)
        {
            foreach (ref var link in CollectionsMarshal.AsSpan(links))
                link = link with { From = renumbered[link.From], To = renumbered[link.To] };
        }
    }

    private bool IsPresent(int node) => _entries[node] is { Resource: not null, LeftOut: null };

    private static Finding AbsentRoot(ResourceId root, string? leftOut) =>
        new(
            FindingIds.MissingRoot,
            FindingSeverity.Error,
            root,
            null,
            leftOut is null
                ? $"{root} was asked for and is not there. Check its kind, namespace and name."
                : $"{root} was asked for and is left out all the same. {leftOut} Ask for something else, or change the selection."
        );

    private void Resolve(CancellationToken cancellationToken)
    {
        while (_toResolve.Count > 0)
        {
            foreach (var found in ResolutionBuilder.Resolve(resolvers, Unresolved(), ids, cancellationToken))
                Take(found);
        }
    }

    /// <summary>What is to be resolved, each object once.</summary>
    private List<(int, Resource)> Unresolved()
    {
        var objects = new List<(int, Resource)>(_toResolve.Count);
        foreach (var node in _toResolve)
        {
            ref var entry = ref At(node);
            if (entry.IsResolved || entry.LeftOut is not null || entry.Resource is not { } resource)
                continue;
            entry.IsResolved = true;
            objects.Add((node, resource));
        }

        _toResolve.Clear();
        return objects;
    }

    private void Take(Resolution found)
    {
        _findings.AddRange(found.Findings);
        var causes = Array.ConvertAll(found.Causes, cause => _causes.Add(cause));
        var unknown = Array.ConvertAll(found.Unknown, Want);
        foreach (ref var link in CollectionsMarshal.AsSpan(found.Links))
        {
            link = new Link(link.From, link.To >= 0 ? link.To : unknown[~link.To], causes[link.Cause]);
            FollowEnd(link);
        }

        _links.Add(found.Links);
        foreach (var pending in found.Pending)
            _next.Ask(new PendingReference(pending.From, causes[pending.Cause]), found.Causes[pending.Cause].Target);
    }

    private void Link(PendingReference pending, int to)
    {
        // One object can carry both the label and the owner by which children are found: one edge says enough.
        if (!_derived.Add((pending.From, to, _causes[pending.Cause].Relation)))
            return;
        var link = new Link(pending.From, to, pending.Cause);
        _derivedLinks.Add(link);
        FollowEnd(link);
    }

    private void FollowEnd(Link link)
    {
        if (_causes[link.Cause].IsFollowed)
            Follow(link.To);
    }

    private void TakeFallback(PendingReference pending)
    {
        if (_causes[pending.Cause].Target is { FallbackName: { } name } target)
            Link(pending, Want(new ResourceId(target.Kind, target.Namespace, name)));
    }

    private void Set(int node, Resource resource)
    {
        ref var entry = ref At(node);
        if (entry.Resource is not null)
            return;
        entry.Resource = resource;
        entry.LeftOut = leaveOut(resource);
        if (entry.IsFollowed)
            _toResolve.Add(node);
    }

    private void Follow(int node)
    {
        ref var entry = ref At(node);
        entry.IsFollowed = true;
        if (entry.Resource is not null && !entry.IsResolved)
            _toResolve.Add(node);
    }

    private int Want(ResourceId id)
    {
        var known = _entries.Count;
        var node = Intern(id);
        if (node == known)
            _next.Ask(id);
        return node;
    }

    private int Intern(ResourceId id)
    {
        var node = ids.Add(id);
        if (node == _entries.Count)
            _entries.Add(default);
        return node;
    }

    private ref Entry At(int node) => ref CollectionsMarshal.AsSpan(_entries)[node];

    private struct Entry
    {
        public Resource? Resource;
        public string? LeftOut;
        public bool IsFollowed;
        public bool IsResolved;

        public readonly ResourceNode ToNode(ResourceId id) =>
            new(
                id,
                Resource is null ? NodeState.Missing
                    : IsFollowed && LeftOut is null ? NodeState.Observed
                    : NodeState.Outside,
                Resource
            )
            {
                LeftOut = LeftOut,
            };
    }
}
