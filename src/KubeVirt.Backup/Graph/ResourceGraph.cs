using System.Diagnostics;
using KubeVirt.Backup.Findings;
using QuikGraph;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// The objects that some roots reach, and why: nodes that were found or only named, and edges that keep the reference
/// which caused them. Edges run from the object that holds a reference to the object it names. Immutable and safe to
/// share between threads.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ResourceGraph
{
    private readonly ResourceNode[] _nodes;
    private readonly Lazy<IdTable> _index;
    private readonly Links _links;
    private readonly Lazy<IReadOnlyList<Finding>> _ownFindings;
    private readonly Lazy<IReadOnlyList<Finding>> _findings;

    /// <param name="nodes">Nodes, sorted by id.</param>
    /// <param name="links">Edges.</param>
    /// <param name="roots">Ids of the roots that were found, sorted.</param>
    /// <param name="findings">What resolvers and sources reported.</param>
    internal ResourceGraph(
        ResourceNode[] nodes,
        Links links,
        IReadOnlyList<ResourceId> roots,
        IEnumerable<Finding> findings
    )
    {
        _nodes = nodes;
        _links = links;
        _index = new(() => IdTable.Of(nodes));
        Roots = roots;
        Reported = [.. findings];
        (Sets, var cycles) = GraphSets.Build(_nodes, _links);
        // Findings are texts, and by the thousand they take longer than the graph: they are made when somebody asks.
        _ownFindings = new(() => [.. Reported.Concat(cycles).Concat(GraphCycles.Owners(_links, _nodes))]);
        _findings = new(() => [.. FindingsAs(id => id, _ => true).Distinct().Order()]);
    }

    /// <summary>The objects one started from.</summary>
    public IReadOnlyList<ResourceId> Roots { get; }

    /// <summary>All nodes, ordered by id.</summary>
    public IReadOnlyList<ResourceNode> Nodes => _nodes;

    /// <summary>All edges, ordered by the object that holds the reference, then by its JSON pointer.</summary>
    public IEnumerable<ResourceEdge> Edges => _links.Edges.Select(Edge);

    /// <summary>Those of the edges that mean one thing, in the same order.</summary>
    internal IEnumerable<ResourceEdge> EdgesOf(Relation relation) =>
        _links.Edges.Where(link => _links.Causes[link.Cause].Relation == relation).Select(Edge);

    /// <summary>How many edges there are.</summary>
    public int EdgeCount => _links.Edges.Length;

    /// <summary>
    /// The observed objects in the order of a restore: each stands in the earliest set that all it needs precede, and
    /// what controllers create to run an object stands after it. Reversed it is the order of a deletion.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ResourceId>> Sets { get; }

    /// <summary>Everything odd about these objects: missing references, circles, fields of a wrong type.</summary>
    public IReadOnlyList<Finding> Findings => _findings.Value;

    /// <summary>
    /// The findings in no order, some of them more than once, with what the target must bring called as it is called
    /// there, and asked for by some of the objects only.
    /// </summary>
    internal IEnumerable<Finding> FindingsAs(Func<ResourceId, ResourceId> name, Func<ResourceId, bool> holds) =>
        _ownFindings.Value.Concat(MissingReferences.Find(this, name, holds));

    /// <summary>The sets of some of the observed objects, as if the others were not there.</summary>
    internal IReadOnlyList<IReadOnlyList<ResourceId>> SetsOf(Func<ResourceId, bool> keep) =>
        GraphSets
            .Build(
                Array.ConvertAll(_nodes, node =>
                    node.State == NodeState.Observed && !keep(node.Id) ? node with { State = NodeState.Outside } : node
                ),
                _links
            )
            .Sets;

    /// <summary>
    /// What resolvers and sources reported; the rest of <see cref="Findings"/> follows from the graph itself.
    /// </summary>
    internal IReadOnlyList<Finding> Reported { get; }

    /// <summary>The graph of all these objects, each of them a root.</summary>
    /// <param name="resources">The objects; of two with the same id the first counts.</param>
    /// <param name="resolvers">Which references to follow.</param>
    public static ResourceGraph Create(IEnumerable<Resource> resources, ResolverSet resolvers) =>
        new ResourceGraphBuilder(resolvers).BuildAll(new MemoryResourceSource(resources));

    /// <summary>The node of an id, or <see langword="null"/>.</summary>
    public ResourceNode? Find(ResourceId id) => NumberOf(id) is >= 0 and var n ? _nodes[n] : null;

    /// <summary>The object of an id, or <see langword="null"/> where the graph has none or it is missing.</summary>
    public Resource? FindResource(ResourceId id) => Find(id)?.Resource;

    /// <summary>What an object refers to.</summary>
    public IEnumerable<ResourceEdge> EdgesFrom(ResourceId id) => NumberOf(id) is >= 0 and var n ? EdgesFrom(n) : [];

    /// <summary>What refers to an object.</summary>
    public IEnumerable<ResourceEdge> EdgesTo(ResourceId id) => NumberOf(id) is >= 0 and var n ? EdgesTo(n) : [];

    /// <summary>
    /// Why an object is here: the shortest chain of references from a root. Empty for a root, and for an id that the
    /// graph lacks.
    /// </summary>
    public IReadOnlyList<ResourceEdge> Explain(ResourceId id) =>
        NumberOf(id) is >= 0 and var n
            ? [.. GraphWalk.ShortestPath(_links, Roots.Select(root => NumberOf(root)), n).Select(Edge)]
            : [];

    /// <summary>
    /// All that an object leads to along references that are followed: itself, what it needs, what runs it, what of
    /// these is missing or left out.
    /// </summary>
    internal IReadOnlyList<ResourceId> Reach(ResourceId id) =>
        [.. GraphWalk.Reach(_links, [NumberOf(id)]).Order().Select(n => _nodes[n].Id)];

    /// <summary>
    /// What several roots use, ordered by id: along <see cref="Relation.Needs"/> and <see cref="Relation.Runs"/>, and
    /// not by way of another root.
    /// </summary>
    /// <param name="maxUsers">
    /// How many users to name of each object. The work grows with it: edges times this number at the most. Default:
    /// 100.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxUsers"/> is less than 1.</exception>
    public IReadOnlyList<SharedResource> Shared(int maxUsers = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxUsers, 1);
        return [.. Sharing.Find(_nodes, _links, [.. Roots.Select(root => NumberOf(root))], maxUsers)];
    }

    /// <summary>The part of the graph that some of its objects reach.</summary>
    /// <exception cref="ArgumentException">An id is not an observed object of this graph.</exception>
    public ResourceGraph Subgraph(params IEnumerable<ResourceId> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var starts = roots.Distinct().ToList();
        if (starts.FirstOrDefault(id => FindResource(id) is null) is { IsDefault: false } absent)
            throw new ArgumentException($"{absent} is not an object of this graph.", nameof(roots));
        return GraphWalk.Subgraph(_nodes, _links, starts.Select(id => NumberOf(id)), Reported);
    }

    /// <summary>
    /// The same graph for QuikGraph's algorithms: a copy with the ids as vertices and every edge tagged with its
    /// reference.
    /// </summary>
    public BidirectionalGraph<ResourceId, TaggedEdge<ResourceId, Reference>> ToQuikGraph()
    {
        var graph = new BidirectionalGraph<ResourceId, TaggedEdge<ResourceId, Reference>>(allowParallelEdges: true);
        graph.AddVertexRange(_nodes.Select(node => node.Id));
        graph.AddEdgeRange(
            _links.Edges.Select(link => new TaggedEdge<ResourceId, Reference>(
                _nodes[link.From].Id,
                _nodes[link.To].Id,
                _links.Causes.To(_nodes[link.To].Id, link.Cause)
            ))
        );
        return graph;
    }

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"objects: {_nodes.Count(n => n.State == NodeState.Observed)}, references: {EdgeCount}, missing: {_nodes.Count(n => n.IsMissing)}, sets: {Sets.Count}";

    /// <summary>
    /// The number of a node, or -1. Who never asks for an object by its id pays for no table of them.
    /// </summary>
    private int NumberOf(in ResourceId id) => _index.Value.Find(id);

    private IEnumerable<ResourceEdge> EdgesFrom(int node)
    {
        for (var e = 0; e < _links.From(node).Length; e++)
            yield return Edge(_links.From(node)[e]);
    }

    private IEnumerable<ResourceEdge> EdgesTo(int node)
    {
        for (var e = 0; e < _links.To(node).Length; e++)
            yield return Edge(_links.Edges[_links.To(node)[e]]);
    }

    private ResourceEdge Edge(Link link) =>
        new(_nodes[link.From].Id, _nodes[link.To].Id, _links.Causes.To(_nodes[link.To].Id, link.Cause));
}
