using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// One build of a graph: decides what the next wave asks of the source, and takes in what comes back. Nodes are numbers
/// throughout.
/// </summary>
/// <param name="resolvers">Which references to follow.</param>
/// <param name="leaveOut">Gives the reason why an object is left out, or <see langword="null"/>.</param>
/// <param name="ids">Numbers the nodes.</param>
/// <remarks>Used once: one start, any number of waves, then <see cref="ToGraph"/>.</remarks>
internal sealed class Discovery(ResolverSet resolvers, Func<Resource, string?> leaveOut, IdTable ids)
{
    private readonly DiscoveredNodes _nodes = new(ids, leaveOut);
    private readonly DiscoveredLinks _links = new();
    private readonly List<Finding> _findings = [];
    private readonly List<ResourceQuery> _notRead = [];
    private readonly List<PendingReference> _selecting = [];
    private int _rootCount;
    private Wave _next = new();
    private Wave _asked = new();

    /// <summary>Starts from ids whose objects the first wave asks for.</summary>
    public void Start(IEnumerable<ResourceId> roots)
    {
        if (roots.TryGetNonEnumeratedCount(out var count))
            _nodes.EnsureCapacity(count);

        foreach (var root in roots)
            _nodes.Follow(Want(root));

        _rootCount = _nodes.Count;
    }

    /// <summary>Starts from objects in memory that have their numbers already, and resolves them.</summary>
    public void Start(IReadOnlyList<Resource> roots, CancellationToken cancellationToken)
    {
        _nodes.AddFollowed(roots);
        _rootCount = roots.Count;
        Resolve(cancellationToken);
    }

    /// <summary>All that is outstanding, grouped by kind and namespace; empty when the graph is complete.</summary>
    public IReadOnlyList<ResourceQuery> NextWave()
    {
        _asked = _next;
        _next = new Wave();

        return _asked.ToQueries();
    }

    /// <summary>
    /// Takes in the answer to the last wave and resolves the objects in it. Objects that nobody asked for are ignored.
    /// </summary>
    public void Take(ResourceAnswer answer, CancellationToken cancellationToken)
    {
        _findings.AddRange(answer.Findings);

        foreach (var resource in answer.Resources)
        {
            if (ids.Find(resource.Id) is >= 0 and var node)
                _nodes.SetResource(node, resource);
        }

        foreach (var (position, pending) in _asked.Matches(answer.Resources, cancellationToken))
        {
            var resource = answer.Resources[position];
            _nodes.TryAdd(resource.Id, out var node);
            _nodes.SetResource(node, resource);
            AddDerivedLink(pending, node);
        }

        foreach (var pending in _asked.Unmatched())
            WantFallback(pending);
        foreach (var query in answer.NotRead)
            AddNotRead(query);

        Resolve(cancellationToken);
    }

    /// <summary>The nodes so far.</summary>
    public DiscoveredNodes Nodes => _nodes;

    /// <summary>The edges so far.</summary>
    public DiscoveredLinks Links => _links;

    /// <summary>The references that choose their targets by a selector.</summary>
    public IReadOnlyList<PendingReference> Selecting => _selecting;

    /// <summary>Adds what a source said beside its objects.</summary>
    public void Note(ResourceAnswer answer)
    {
        _findings.AddRange(answer.Findings);
        _notRead.AddRange(answer.NotRead);
    }

    /// <summary>Makes an object a part of the graph, as if something in the graph had named it.</summary>
    public void Join(Resource resource, CancellationToken cancellationToken)
    {
        _nodes.TryAdd(resource.Id, out var node);
        _nodes.SetResource(node, resource);
        _nodes.Follow(node);
        Resolve(cancellationToken);
    }

    /// <summary>Makes an object a part of the graph of which only the metadata is known; the next wave asks for it.</summary>
    public void Join(ResourceId id) => _nodes.Follow(Want(id));

    /// <summary>Keeps the objects that could not be read apart from those that are missing.</summary>
    private void AddNotRead(ResourceQuery query)
    {
        _notRead.Add(query);
        var names = query.Names.Count > 0 ? query.Names : _asked.NamesIn(query.Kind, query.Namespace);
        foreach (var name in names)
        {
            if (
                ResourceId.IsName(name)
                && ids.Find(new ResourceId(query.Kind, query.Namespace, name)) is >= 0 and var node
            )
                _nodes.SetNotRead(node);
        }
    }

    /// <summary>The finished graph. Its nodes are ordered by id, whatever order they were found in.</summary>
    public ResourceGraph ToGraph(PlatformSet platforms)
    {
        var isReferenced = _links.RemoveIrrelevant(_nodes);
        var order = NodeOrder.Of(ids, node => isReferenced[node] || _nodes.IsFound(node));
        _links.Renumber(order, _nodes.Count);

        var nodes = Array.Empty<ResourceNode>();
        Links? links = null;
        Parallel.Invoke(() => nodes = _nodes.ToNodes(order), () => links = _links.ToLinks(order.Length));

        var roots = new NodeIds(nodes, RootsAmong(order));
        ReportAbsentRoots();

        return new ResourceGraph(nodes, links!, roots, _findings) { NotRead = _notRead, Platforms = platforms };
    }

    /// <summary>The new numbers of the roots that were found and are not left out.</summary>
    private int[] RootsAmong(int[] order)
    {
        var roots = new List<int>(_rootCount);
        for (var number = 0; number < order.Length; number++)
        {
            // Roots were added first, so their old numbers are the lowest.
            if (order[number] < _rootCount && _nodes.IsIncluded(order[number]))
                roots.Add(number);
        }

        return [.. roots];
    }

    /// <summary>
    /// Reports each root that was not found or is left out: an empty result must not look like a complete one.
    /// </summary>
    private void ReportAbsentRoots()
    {
        for (var node = 0; node < _rootCount; node++)
        {
            // A root that could not be read is in the findings of the source.
            if (!_nodes.IsIncluded(node) && !_nodes.IsNotRead(node))
                _findings.Add(AbsentRoot(ids[node], _nodes.ReasonLeftOut(node)));
        }
    }

    private static Finding AbsentRoot(ResourceId root, string? leftOut)
    {
        var message = leftOut is null
            ? $"The root {root} was not found. Check its kind, namespace and name."
            : $"The root {root} is left out. {leftOut} Choose another root, or change the selection.";

        return new Finding(FindingIds.MissingRoot, FindingSeverity.Error, root, null, message);
    }

    /// <summary>
    /// Resolves all objects that are found and followed, until nothing is left that needs no further wave.
    /// </summary>
    private void Resolve(CancellationToken cancellationToken)
    {
        // Resolving an object can lead to an object that was found before and not followed until now: hence the loop.
        while (_nodes.TakeUnresolved() is { Count: > 0 } objects)
        {
            foreach (var resolution in ResolutionBuilder.Resolve(resolvers, objects, ids, cancellationToken))
                Add(resolution);
        }
    }

    /// <summary>
    /// Takes in what one chunk of objects refers to, and replaces its own numbers by those of this build.
    /// </summary>
    private void Add(Resolution resolution)
    {
        _findings.AddRange(resolution.Findings);
        var references = Array.ConvertAll(resolution.References, reference => _links.References.Add(reference));
        var unknownNodes = Array.ConvertAll(resolution.Unknown, Want);

        foreach (ref var link in CollectionsMarshal.AsSpan(resolution.Links))
        {
            var to = link.To >= 0 ? link.To : unknownNodes[~link.To];
            link = new Link(link.From, to, references[link.ReferenceNumber]);
            FollowEnd(link);
        }

        _links.Add(resolution.Links);

        foreach (var pending in resolution.Pending)
        {
            var target = resolution.References[pending.ReferenceNumber].Target;
            var waiting = new PendingReference(pending.From, references[pending.ReferenceNumber]);
            if (target.Mode == TargetMode.Selector)
                _selecting.Add(waiting);
            else
                _next.Ask(waiting, target);
        }
    }

    /// <summary>
    /// Adds the edge to a target that was found by label or owner, and follows it if it is new. What somebody else
    /// controls is not run by an object only because it bears a label.
    /// </summary>
    private void AddDerivedLink(PendingReference pending, int to)
    {
        if (IsRunByAnother(pending, to))
            return;

        if (_links.AddDerived(pending, to) is { } link)
            FollowEnd(link);
    }

    private bool IsRunByAnother(PendingReference pending, int to)
    {
        ref readonly var reference = ref _links.References[pending.ReferenceNumber];
        if (reference.Relation != Relation.Runs || reference.Target.Mode != TargetMode.Label)
            return false;

        return _nodes.ResourceOf(pending.From) is { } owner
            && _nodes.ResourceOf(to) is { } found
            && OwnerEvidence.IsControlledByAnother(found, owner);
    }

    /// <summary>Follows the target of an edge, unless its reference is one that is not followed.</summary>
    private void FollowEnd(Link link)
    {
        if (_links.References[link.ReferenceNumber].IsFollowed)
            _nodes.Follow(link.To);
    }

    /// <summary>
    /// Asks by name, where no object has the label that a reference looks for and it gives a name as well.
    /// </summary>
    private void WantFallback(PendingReference pending)
    {
        var target = _links.References[pending.ReferenceNumber].Target;
        if (target.FallbackName is not { } name)
            return;

        var node = Want(new ResourceId(target.Kind, target.Namespace, name));
        AddDerivedLink(pending, node);
    }

    /// <summary>The node of an id; the next wave asks for its object where the id is new.</summary>
    private int Want(ResourceId id)
    {
        if (_nodes.TryAdd(id, out var node))
            _next.Ask(id);

        return node;
    }
}
