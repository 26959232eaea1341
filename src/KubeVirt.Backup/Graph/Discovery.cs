using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>The state of one build: what is known, what is asked, what is still to be asked. Nodes are ints throughout.</summary>
internal sealed class Discovery(ResolverSet resolvers, Func<Resource, string?> leaveOut)
{
    private readonly Dictionary<ResourceId, int> _index = [];
    private readonly List<Entry> _entries = [];
    private readonly List<Link> _links = [];
    private readonly HashSet<(int From, int To, Relation Relation)> _derived = [];
    private readonly List<Finding> _findings = [];
    private readonly ReferenceCollector _collector = new();
    private readonly Queue<int> _toResolve = new();
    private List<ResourceId> _roots = [];
    private Wave _next = new();
    private Wave _asked = new();

    public void Start(IEnumerable<ResourceId> roots)
    {
        _roots = [.. roots.Distinct().Order()];
        foreach (var root in _roots)
            Follow(Want(root));
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
            var matches = _asked.Matches(resource);
            if (!_asked.Names(resource.Id) && matches.Count == 0)
                continue;
            var node = Intern(resource.Id);
            Set(node, resource);
            foreach (var pending in matches)
                Link(pending, node);
        }

        foreach (var pending in _asked.Unmatched())
            TakeFallback(pending);
        while (_toResolve.TryDequeue(out var node))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Resolve(node);
        }
    }

    public ResourceGraph ToGraph()
    {
        var kept = _links.Where(link => Entries(link.To).Resource is not null || link.Reference.Requirement != Requirement.WhenPresent).ToList();
        var used = new bool[_entries.Count];
        foreach (var link in kept)
            used[link.To] = true;
        var order = Enumerable.Range(0, _entries.Count).Where(n => used[n] || Entries(n).Resource is not null).ToArray();
        Array.Sort(Array.ConvertAll(order, n => _entries[n].Id), order);
        var renumbered = new int[_entries.Count];
        for (var now = 0; now < order.Length; now++)
            renumbered[order[now]] = now;

        var links = kept.ConvertAll(link => link with { From = renumbered[link.From], To = renumbered[link.To] });
        links.Sort();
        var roots = _roots.ToLookup(root => Entries(_index[root]) is { Resource: not null, LeftOut: null });
        _findings.AddRange(roots[false].Select(root => AbsentRoot(root, Entries(_index[root]).LeftOut)));
        return new ResourceGraph([.. order.Select(n => _entries[n].ToNode())], [.. links], roots[true], _findings);
    }

    private static Finding AbsentRoot(ResourceId root, string? leftOut) => new(
        FindingIds.MissingRoot, FindingSeverity.Error, root, null,
        leftOut is null
            ? $"{root} was asked for and is not there. Check its kind, namespace and name."
            : $"{root} was asked for and is left out all the same. {leftOut} Ask for something else, or change the selection.");

    private void Resolve(int node)
    {
        var entry = Entries(node);
        if (entry.IsResolved || entry.LeftOut is not null || entry.Resource is not { } resource)
            return;
        entry.IsResolved = true;
        _collector.Clear();
        foreach (var resolver in resolvers.For(resource.Id.Kind))
            Ask(resolver, resource);
        _findings.AddRange(_collector.Findings);
        foreach (var reference in _collector.References)
            Add(node, reference);
    }

    private void Ask(IResourceResolver resolver, Resource resource)
    {
        try
        {
            resolver.Resolve(resource, _collector);
        }
#pragma warning disable CA1031 // A resolver may be a user's own: its fault is reported beside the objects and ends nobody's backup.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _collector.Report(new Finding(
                FindingIds.ResolverFailed, FindingSeverity.Error, resource.Id, null,
                $"The resolver {resolver.GetType().Name} failed with {e.GetType().Name}: {e.Message}. References of this object may be missing from the graph."));
        }
    }

    private void Add(int from, in Reference reference)
    {
        var target = reference.Target;
        if (target.Mode != TargetMode.Name)
        {
            _next.Ask(new PendingReference(from, reference));
            return;
        }

        Link(new PendingReference(from, reference), Want(new ResourceId(target.Kind, target.Namespace, target.Value)));
    }

    private void Link(PendingReference pending, int to)
    {
        // One object can carry both the label and the owner by which children are found: one edge says enough.
        if (pending.Reference.Target.Mode != TargetMode.Name && !_derived.Add((pending.From, to, pending.Reference.Relation)))
            return;
        _links.Add(new Link(pending.From, to, pending.Reference));
        if (pending.Reference.IsFollowed)
            Follow(to);
    }

    private void TakeFallback(PendingReference pending)
    {
        if (pending.Reference.Target.FallbackName is { } name)
            Link(pending, Want(new ResourceId(pending.Reference.Target.Kind, pending.Reference.Target.Namespace, name)));
    }

    private void Set(int node, Resource resource)
    {
        var entry = Entries(node);
        if (entry.Resource is not null)
            return;
        entry.Resource = resource;
        entry.LeftOut = leaveOut(resource);
        if (entry.IsFollowed)
            _toResolve.Enqueue(node);
    }

    private void Follow(int node)
    {
        Entries(node).IsFollowed = true;
        if (Entries(node).Resource is not null && !Entries(node).IsResolved)
            _toResolve.Enqueue(node);
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
        if (!_index.TryGetValue(id, out var node))
        {
            _index.Add(id, node = _entries.Count);
            _entries.Add(new Entry(id));
        }

        return node;
    }

    private Entry Entries(int node) => _entries[node];

    private sealed class Entry(ResourceId id)
    {
        public ResourceId Id => id;

        public Resource? Resource { get; set; }

        public string? LeftOut { get; set; }

        public bool IsFollowed { get; set; }

        public bool IsResolved { get; set; }

        public ResourceNode ToNode() =>
            new(id, Resource is null ? NodeState.Missing : IsFollowed && LeftOut is null ? NodeState.Observed : NodeState.Outside, Resource) { LeftOut = LeftOut };
    }
}
