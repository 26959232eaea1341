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
{
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, Resource> _candidates = [];
    private readonly ReferenceCollector _collector = new();
    private ILookup<string, GroupKind>? _kindsHeld;

    /// <summary>Joins the neighbours of what was found so far.</summary>
    /// <returns>Whether there were any, so that the objects which they name are to be fetched.</returns>
    public async ValueTask<bool> JoinAsync(Discovery discovery, CancellationToken cancellationToken)
    {
        var queries = Queries(discovery.Nodes).ToList();
        if (queries.Count > 0)
        {
            var answer = await source.FetchAsync(queries, cancellationToken).ConfigureAwait(false);
            discovery.Note(answer);
            foreach (var resource in answer.Resources)
                _candidates.TryAdd(resource.Id, resource);
        }

        return JoinCandidates(discovery, cancellationToken);
    }

    /// <summary>What is to be asked for the namespaces that have come up since the last call.</summary>
    private IEnumerable<ResourceQuery> Queries(DiscoveredNodes nodes)
    {
        var machines = Machines(nodes).ToLookup(machine => machine.Id.Namespace!, StringComparer.Ordinal);
        var added = machines.Select(group => group.Key).Where(_namespaces.Add).Order(StringComparer.Ordinal).ToList();
        if (added.Count == 0)
            return [];

        var isFirst = added.Count == _namespaces.Count;
        var inCluster = isFirst ? OfKinds(KindScopes.IsCluster).Select(kind => All(kind, null)) : [];

        return inCluster.Concat(added.SelectMany(name => QueriesIn(name, machines[name])));
    }

    private IEnumerable<ResourceQuery> QueriesIn(string namespaceName, IEnumerable<Resource> machines)
    {
        var wanted = OfKinds(kind => !KindScopes.IsCluster(kind)).ToHashSet();
        if (source is not IResourceInventory inventory)
            return wanted.Order().Select(kind => All(kind, namespaceName));

        _kindsHeld ??= inventory
            .Ids.Where(id => id.Namespace is not null)
            .Select(id => (Namespace: id.Namespace!, id.Kind))
            .Distinct()
            .ToLookup(held => held.Namespace, held => held.Kind, StringComparer.Ordinal);
        List<string> uids = [.. machines.Select(ResourceMetadata.Uid).OfType<string>().Distinct()];

        return _kindsHeld[namespaceName]
            .Order()
            .Select(kind => wanted.Contains(kind) ? All(kind, namespaceName) : Owned(kind, namespaceName, uids));
    }

    /// <summary>The kinds that the packs name, as neighbours or as makers.</summary>
    private IEnumerable<GroupKind> OfKinds(Func<GroupKind, bool> isMeant) =>
        platforms.Neighbours.Select(rule => rule.Kind).Concat(platforms.MakerKinds).Where(isMeant).Distinct();

    private static ResourceQuery All(GroupKind kind, string? namespaceName) =>
        new(kind, namespaceName) { All = true, MayBeAbsent = true };

    private static ResourceQuery Owned(GroupKind kind, string namespaceName, IReadOnlyCollection<string> uids) =>
        new(kind, namespaceName) { OwnerUids = uids };

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
            if (discovery.Nodes.Ids.Find(id) is >= 0 and var node && discovery.Nodes.IsPart(node))
            {
                _candidates.Remove(id);
                continue;
            }

            if (!Belongs(candidate, discovery.Nodes, selectable))
                continue;

            _candidates.Remove(id);
            discovery.Join(candidate, cancellationToken);
            hasAny = true;
        }

        return hasAny;
    }

    private bool Belongs(Resource candidate, DiscoveredNodes nodes, SelectableParts selectable) =>
        MakesWhatIsNeeded(candidate, nodes)
        || IsNeededByMachines(candidate)
        || References(candidate).Any(reference => Leads(candidate, reference, nodes, selectable));

    private bool MakesWhatIsNeeded(Resource candidate, DiscoveredNodes nodes)
    {
        if (!platforms.MakerKinds.Contains(candidate.Id.Kind))
            return false;

        return NeighbourLinks.Made(platforms, candidate).Any(made => nodes.Ids.Find(made) >= 0);
    }

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
