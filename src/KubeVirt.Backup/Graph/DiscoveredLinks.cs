using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Graph;

/// <summary>The edges of a graph that is being built, and the references behind them.</summary>
/// <remarks>Not safe to change from several threads.</remarks>
internal sealed class DiscoveredLinks
{
    // One list for each chunk of objects that was resolved, so that no edge is copied before it has its final place.
    private readonly List<List<Link>> _chunks = [];
    private readonly List<Link> _derived = [];
    private readonly HashSet<(int From, int To, Relation Relation)> _knownDerived = [];

    /// <summary>The references by number.</summary>
    public ReferenceTable References { get; } = new();

    /// <summary>Adds the edges that resolvers found in one chunk of objects. The list is kept, not copied.</summary>
    public void Add(List<Link> chunk) => _chunks.Add(chunk);

    /// <summary>
    /// Adds the edge to an object that was found by a label or an owner; <see langword="null"/> where the edge is there
    /// already.
    /// </summary>
    /// <param name="pending">The reference that waited for its target.</param>
    /// <param name="to">The node of the target.</param>
    public Link? AddDerived(PendingReference pending, int to)
    {
        // One object can carry both the label and the owner by which children are found. One edge is enough then.
        var relation = References[pending.ReferenceNumber].Relation;
        if (!_knownDerived.Add((pending.From, to, relation)))
            return null;

        var link = new Link(pending.From, to, pending.ReferenceNumber);
        _derived.Add(link);
        return link;
    }

    /// <summary>Adds an edge that follows from the objects that were found.</summary>
    /// <param name="from">The node that holds the reference.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="to">The node of its target.</param>
    public void AddDerived(int from, in Reference reference, int to)
    {
        if (_knownDerived.Add((from, to, reference.Relation)))
            _derived.Add(new Link(from, to, References.Add(reference)));
    }

    /// <summary>The edges that resolvers found to one of some nodes.</summary>
    public List<Link> To(IReadOnlySet<int> nodes) =>
        [.. _chunks.SelectMany(links => links).Where(link => nodes.Contains(link.To))];

    /// <summary>
    /// Completes the edges: removes those to absent objects whose absence means nothing
    /// (<see cref="Requirement.WhenPresent"/>), and those to objects that are not the owner whose name they bear.
    /// </summary>
    /// <returns>For each node whether an edge that stays ends at it.</returns>
    public bool[] RemoveIrrelevant(DiscoveredNodes nodes)
    {
        _chunks.Add(_derived);
        var isReferenced = new bool[nodes.Count];

        foreach (var links in _chunks)
        {
            links.RemoveAll(link => IsIrrelevant(link, nodes));

            foreach (var link in links)
                isReferenced[link.To] = true;
        }

        return isReferenced;
    }

    private bool IsIrrelevant(Link link, DiscoveredNodes nodes)
    {
        ref readonly var reference = ref References[link.ReferenceNumber];
        if (reference.Relation == Relation.OwnedBy)
            return IsNoOwner(link, reference, nodes);

        return reference.Requirement == Requirement.WhenPresent && !nodes.IsFound(link.To);
    }

    private static bool IsNoOwner(Link link, in Reference reference, DiscoveredNodes nodes)
    {
        if (nodes.ResourceOf(link.To) is { } owner)
            return OwnerEvidence.IsAnother(nodes.ResourceOf(link.From)!, reference.Path, owner);
        if (reference.Requirement == Requirement.WhenPresent)
            return true;

        // An owner of a kind of unknown scope was looked for in the namespace and in the cluster.
        var id = nodes.Ids[link.To];
        var clusterScoped = nodes.Ids.Find(ResourceId.Unchecked(id.Kind, null, id.Name));
        return id.Namespace is not null && clusterScoped >= 0 && nodes.IsFound(clusterScoped);
    }

    /// <summary>Gives the ends of all edges the numbers of another order.</summary>
    /// <param name="order">For each new number the old one. Every end of an edge is among them.</param>
    /// <param name="nodeCount">How many old numbers there are.</param>
    public void Renumber(int[] order, int nodeCount)
    {
        var newNumbers = new int[nodeCount];
        for (var number = 0; number < order.Length; number++)
            newNumbers[order[number]] = number;

        foreach (var links in _chunks)
        {
            foreach (ref var link in CollectionsMarshal.AsSpan(links))
                link = link with { From = newNumbers[link.From], To = newNumbers[link.To] };
        }
    }

    /// <summary>The edges as the finished graph keeps them.</summary>
    public Links ToLinks(int nodeCount) => new(nodeCount, _chunks, References);
}
