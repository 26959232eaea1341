using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Adds the edges that follow from all objects of a graph together: from selectors to what they choose, and from what
/// needs an object to who makes it.
/// </summary>
internal static class NeighbourLinks
{
    /// <summary>Adds them. Called once, when everything is found.</summary>
    public static void Add(Discovery discovery, PlatformSet platforms)
    {
        AddSelected(discovery);
        AddMakers(discovery, platforms);
        AddNeeded(discovery, platforms);
    }

    /// <summary>What an object makes, by the rules of the packs.</summary>
    public static IEnumerable<ResourceId> Made(PlatformSet platforms, Resource maker) =>
        from rule in platforms.Packs.SelectMany(pack => pack.Makers)
        where rule.Maker == maker.Id.Kind
        let name = Makers.MadeName(rule, maker)
        where ResourceId.IsName(name)
        select new ResourceId(rule.Made, maker.Id.Namespace, name);

    /// <summary>Whether every machine of its namespace needs an object.</summary>
    public static bool IsNeeded(NeighbourRule rule, Resource resource) =>
        rule.NeededWhen is { } path
        && rule.Kind == resource.Id.Kind
        && resource.TextsAt(path).Contains(rule.NeededValue);

    private static void AddSelected(Discovery discovery)
    {
        var selectable = new SelectableParts(discovery.Nodes);
        foreach (var pending in discovery.Selecting)
        {
            var reference = discovery.Links.References[pending.ReferenceNumber];
            foreach (var node in selectable.Find(discovery.Nodes.ResourceOf(pending.From)!, reference))
                discovery.Links.AddDerived(pending, node);
        }
    }

    /// <summary>What needs an object needs its maker, so that the maker comes first.</summary>
    private static void AddMakers(Discovery discovery, PlatformSet platforms)
    {
        var nodes = discovery.Nodes;
        var makerOf = new Dictionary<int, int>();
        foreach (var maker in Parts(nodes, platforms.MakerKinds.Contains))
        {
            foreach (var made in Made(platforms, nodes.ResourceOf(maker)!))
            {
                if (nodes.Ids.Find(made) is >= 0 and var node)
                    makerOf.TryAdd(node, maker);
            }
        }

        if (makerOf.Count == 0)
            return;

        foreach (var link in discovery.Links.To(makerOf.Keys.ToHashSet()))
        {
            var reference = discovery.Links.References[link.ReferenceNumber];
            var maker = makerOf[link.To];
            if (reference.Relation == Relation.Needs && link.From != maker)
                AddNeed(discovery, link.From, maker, reference.Path, $"makes {nodes.Ids[link.To]}");
        }
    }

    /// <summary>Machines need what the rules of the packs give to every machine of a namespace.</summary>
    private static void AddNeeded(Discovery discovery, PlatformSet platforms)
    {
        var rules = platforms.Neighbours.Where(rule => rule.NeededWhen is not null).ToLookup(rule => rule.Kind);
        if (rules.Count == 0)
            return;

        var nodes = discovery.Nodes;
        var needed = Parts(nodes, rules.Contains)
            .Where(node => rules[nodes.Ids[node].Kind].Any(rule => IsNeeded(rule, nodes.ResourceOf(node)!)))
            .ToLookup(node => nodes.Ids[node].Namespace);
        if (needed.Count == 0)
            return;

        foreach (var machine in Parts(nodes, Kinds.IsMachine))
        {
            foreach (var node in needed[nodes.Ids[machine].Namespace])
                AddNeed(discovery, machine, node, "/metadata/namespace", "holds for every machine of its namespace");
        }
    }

    private static void AddNeed(Discovery discovery, int from, int to, string path, string why)
    {
        var target = ReferenceTarget.Named(discovery.Nodes.Ids[to]);
        var reference = Reference.Derived(target, path, Relation.Needs, Requirement.WhenPresent, why);
        discovery.Links.AddDerived(from, reference, to);
    }

    private static IEnumerable<int> Parts(DiscoveredNodes nodes, Func<GroupKind, bool> isMeant)
    {
        for (var node = 0; node < nodes.Count; node++)
        {
            if (nodes.IsPart(node) && isMeant(nodes.Ids[node].Kind))
                yield return node;
        }
    }
}
