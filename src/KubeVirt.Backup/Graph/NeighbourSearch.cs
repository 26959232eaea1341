using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Looks for objects that belong to the machines of a graph although nothing in these names them: what selects a
/// machine, what a machine owns, what publishes a Service of it or gives its account rights, and what makes an object
/// that it needs.
/// </summary>
/// <param name="resolvers">Their references with <see cref="Reference.JoinsTarget"/> tell which objects belong.</param>
/// <param name="platforms">Which kinds are looked at.</param>
/// <param name="source">Where the objects come from.</param>
/// <remarks>
/// Each namespace with a machine is asked once, with one query for each kind. A source that knows all it holds is asked
/// for the kinds that it has, and for whatever machines own.
/// </remarks>
internal sealed class NeighbourSearch(ResolverSet resolvers, PlatformSet platforms, IResourceSource source)
    : IAsyncDisposable
{
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, Resource> _candidates = [];
    private readonly ReferenceCollector _collector = new();
    private readonly CancellationTokenSource _end = new();
    private ILookup<string, GroupKind>? _kindsHeld;
    private Task<ResourceAnswer>? _ahead;

    /// <summary>
    /// Asks ahead for what may stand beside some roots, so that it comes while the objects that they need are fetched. A
    /// source that knows all it holds has no waits to save.
    /// </summary>
    public void Begin(IEnumerable<ResourceId> roots)
    {
        if (source is IResourceInventory)
            return;

        var machines = roots.Where(root => Kinds.IsMachine(root.Kind));
        _begun.UnionWith(machines.Select(machine => machine.Namespace).OfType<string>());
        if (_begun.Count == 0)
            return;

        var inNamespaces = _begun.Order(StringComparer.Ordinal).SelectMany(QueriesIn);
        _ahead = source.FetchAsync([.. InCluster(), .. inNamespaces], _end.Token).AsTask();
    }

    /// <summary>Joins the neighbours of what was found so far.</summary>
    /// <returns>Whether there were any, so that the objects which they name are to be fetched.</returns>
    public async ValueTask<bool> JoinAsync(Discovery discovery, CancellationToken cancellationToken)
    {
        var queries = Queries(discovery.Nodes).ToList();
        if (_namespaces.Count > 0 && _ahead is { } ahead)
        {
            _ahead = null;
            Take(await ahead.WaitAsync(cancellationToken).ConfigureAwait(false), discovery);
        }

        if (queries.Count > 0)
            Take(await source.FetchAsync(queries, cancellationToken).ConfigureAwait(false), discovery);

        return JoinCandidates(discovery, cancellationToken);
    }

    /// <summary>Stops what was asked ahead and is not wanted any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_ahead is not null)
            await ((Task)_ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    /// <summary>Keeps what may belong, and what the source said of it.</summary>
    private void Take(ResourceAnswer answer, Discovery discovery)
    {
        discovery.Note(answer);
        foreach (var resource in answer.Resources)
            _candidates.TryAdd(resource.Id, resource);
    }

    /// <summary>What is to be asked for the namespaces that have come up since the last call, and was not yet.</summary>
    private IEnumerable<ResourceQuery> Queries(DiscoveredNodes nodes)
    {
        var machines = Machines(nodes).ToLookup(machine => machine.Id.Namespace!, StringComparer.Ordinal);
        var added = machines.Select(group => group.Key).Where(_namespaces.Add).Order(StringComparer.Ordinal).ToList();
        if (added.Count == 0)
            return [];

        var isFirst = added.Count == _namespaces.Count;
        var inCluster = isFirst && _ahead is null ? InCluster() : [];
        var inNamespaces = added
            .Where(name => !_begun.Contains(name))
            .SelectMany(name =>
                source is IResourceInventory held ? QueriesOf(held, name, machines[name]) : QueriesIn(name)
            );

        return inCluster.Concat(inNamespaces);
    }

    /// <summary>What is in no namespace is asked for once.</summary>
    private IEnumerable<ResourceQuery> InCluster() => OfKinds(KindScopes.IsCluster).Select(kind => All(kind, null));

    /// <summary>The kinds that are looked for in the namespace of each machine, ordered.</summary>
    private IEnumerable<GroupKind> KindsInNamespaces => OfKinds(kind => !KindScopes.IsCluster(kind)).Order();

    /// <summary>All kinds for a namespace of a source that does not know what it holds.</summary>
    private IEnumerable<ResourceQuery> QueriesIn(string namespaceName) =>
        KindsInNamespaces.Select(kind => All(kind, namespaceName));

    /// <summary>Of a source that knows all it holds: whatever machines own, too, and no kind that it lacks.</summary>
    private IEnumerable<ResourceQuery> QueriesOf(
        IResourceInventory inventory,
        string namespaceName,
        IEnumerable<Resource> machines
    )
    {
        _kindsHeld ??= inventory
            .Ids.Where(id => id.Namespace is not null)
            .Select(id => (Namespace: id.Namespace!, id.Kind))
            .Distinct()
            .ToLookup(held => held.Namespace, held => held.Kind, StringComparer.Ordinal);
        var wanted = KindsInNamespaces.ToHashSet();
        List<string> uids = [.. machines.Select(ResourceMetadata.Uid).OfType<string>().Distinct()];

        return _kindsHeld[namespaceName]
            .Order()
            .Select(kind => wanted.Contains(kind) ? All(kind, namespaceName) : Owned(kind, namespaceName, uids));
    }

    /// <summary>The kinds that the packs name, as neighbours or as makers.</summary>
    private IEnumerable<GroupKind> OfKinds(Func<GroupKind, bool> isMeant) =>
        platforms.Neighbours.Select(rule => rule.Kind).Concat(platforms.MakerKinds).Where(isMeant).Distinct();

    private ResourceQuery All(GroupKind kind, string? namespaceName) =>
        new(kind, namespaceName)
        {
            All = true,
            MayBeAbsent = true,
            MetadataOnly = platforms.KindsByMetadata.Contains(kind),
        };

    private static ResourceQuery Owned(GroupKind kind, string namespaceName, IReadOnlyCollection<string> uids) =>
        new(kind, namespaceName) { OwnerUids = uids };

    /// <summary>The machines that the graph has so far.</summary>
    private static IEnumerable<Resource> Machines(DiscoveredNodes nodes)
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            if (nodes.IsPart(node) && Kinds.IsMachine(nodes.Ids[node].Kind))
                yield return nodes.ResourceOf(node)!;
        }
    }

    /// <summary>Joins every candidate that belongs, and those that belong to these in turn.</summary>
    private bool JoinCandidates(Discovery discovery, CancellationToken cancellationToken)
    {
        var hasAny = false;
        var selectable = new SelectableParts(discovery.Nodes);
        // Ordered, so that the graph is the same whatever order the source answers in.
        foreach (var (id, candidate) in _candidates.OrderBy(pair => pair.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (id.Namespace is { } name && !_namespaces.Contains(name))
                continue;
            if (discovery.Nodes.Ids.Find(id) is >= 0 and var node && discovery.Nodes.IsPart(node))
            {
                _candidates.Remove(id);
                continue;
            }

            if (!Belongs(candidate, discovery.Nodes, selectable))
                continue;

            _candidates.Remove(id);
            if (platforms.KindsByMetadata.Contains(id.Kind))
                discovery.Join(id);
            else
                discovery.Join(candidate, cancellationToken);
            hasAny = true;
        }

        return hasAny;
    }

    /// <summary>Whether a candidate is a part of the graph, though nothing in it names the candidate.</summary>
    private bool Belongs(Resource candidate, DiscoveredNodes nodes, SelectableParts selectable) =>
        MakesWhatIsNeeded(candidate, nodes)
        || IsNeededByMachines(candidate)
        || References(candidate).Any(reference => Leads(candidate, reference, nodes, selectable));

    /// <summary>Whether it makes an object that is in the graph or is missing from it.</summary>
    private bool MakesWhatIsNeeded(Resource candidate, DiscoveredNodes nodes)
    {
        if (!platforms.MakerKinds.Contains(candidate.Id.Kind))
            return false;

        return NeighbourLinks.Made(platforms, candidate).Any(made => nodes.Ids.Find(made) >= 0);
    }

    /// <summary>Whether every machine of its namespace needs it, by what the packs say.</summary>
    private bool IsNeededByMachines(Resource candidate) =>
        platforms.Neighbours.Any(rule => NeighbourLinks.IsNeeded(rule, candidate));

    /// <summary>The references by which a candidate may belong. A resolver that fails does so again when it joins.</summary>
    private List<Reference> References(Resource candidate)
    {
        _collector.Clear();
        foreach (var resolver in resolvers.For(candidate.Id.Kind))
        {
            try
            {
                resolver.Resolve(candidate, _collector);
            }
#pragma warning disable CA1031 // Whatever a resolver of a user's own throws: it is reported where the object joins.
            catch (Exception)
#pragma warning restore CA1031
            {
                continue;
            }
        }

        return [.. _collector.References.Where(reference => reference.JoinsTarget)];
    }

    /// <summary>Whether a reference leads from a candidate to a part of the graph.</summary>
    private bool Leads(Resource candidate, in Reference reference, DiscoveredNodes nodes, SelectableParts selectable)
    {
        if (reference.Target.Mode == TargetMode.Selector)
            return selectable.Find(candidate, reference).Any();
        if (reference.Target.Mode != TargetMode.Name)
            return false;

        // What is said of all accounts of a namespace holds for its machines, whether its Namespace was read or not.
        if (reference.Target.Kind == Kinds.Namespace)
            return _namespaces.Contains(reference.Target.Id.Name);

        var target = nodes.Ids.Find(reference.Target.Id);
        if (target < 0 || !nodes.IsPart(target))
            return false;

        return reference.Relation != Relation.OwnedBy
            || !OwnerEvidence.IsAnother(candidate, reference.Path, nodes.ResourceOf(target)!);
    }
}
