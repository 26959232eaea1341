using System.Diagnostics;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Platforms;
using QuikGraph;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// The objects that some roots reach, and why: nodes for objects that were found or only named, and edges that keep the
/// reference behind them. An edge runs from the object that holds a reference to the object it names.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. The same objects give the same graph, in whatever order they were read.
/// </remarks>
/// <example>
/// Build the graph of manifests, print the order of a restore, and ask why an object is in it:
/// <code language="csharp">
/// ResourceGraph all = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
/// foreach (IReadOnlyList&lt;ResourceId&gt; set in all.Sets)
///     Console.WriteLine(string.Join(", ", set));
///
/// var secret = ResourceId.Parse("Secret/shop/db-login");
/// foreach (ResourceEdge edge in all.Explain(secret))
///     Console.WriteLine(edge);
/// </code>
/// </example>
[TypeFormatterSource]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ResourceGraph
{
    private readonly ResourceNode[] _nodes;
    private readonly Links _links;

    // Built when the first object is looked up by its id: many graphs are only read from end to end.
    private readonly Lazy<IdTable> _numbers;
    private readonly Lazy<IReadOnlyList<Finding>> _ownFindings;
    private readonly Lazy<IReadOnlyList<Finding>> _findings;

    /// <param name="nodes">The nodes, sorted by id.</param>
    /// <param name="links">The edges.</param>
    /// <param name="roots">The ids of the roots that were found, sorted.</param>
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
        _numbers = new(() => IdTable.Of(nodes));
        Roots = roots;
        Reported = [.. findings];
        (Sets, var cycles) = GraphSets.Build(_nodes, _links);

        // Findings are texts. By the thousand they take longer to make than the graph, so they are made on demand.
        _ownFindings = new(() => [.. Reported.Concat(cycles).Concat(GraphCycles.Owners(_links, _nodes))]);
        _findings = new(() => [.. AlikeFindings.Join(FindingsAs(id => id, _ => true).Distinct().Order())]);
    }

    /// <summary>The packs by which the objects are judged. Default: those that the library brings.</summary>
    public PlatformSet Platforms { get; internal init; } = PlatformSet.Default;

    /// <summary>The roots that were found, ordered by id.</summary>
    public IReadOnlyList<ResourceId> Roots { get; }

    /// <summary>
    /// What the source could not answer: of these objects nobody knows whether they exist. Empty where everything was
    /// read.
    /// </summary>
    internal IReadOnlyList<ResourceQuery> NotRead { get; init; } = [];

    /// <summary>All nodes, ordered by id.</summary>
    public IReadOnlyList<ResourceNode> Nodes => _nodes;

    /// <summary>All edges, ordered by the object that holds the reference, then by its JSON pointer.</summary>
    public IEnumerable<ResourceEdge> Edges => _links.Edges.Select(ToEdge);

    /// <summary>How many edges there are; constant time.</summary>
    public int EdgeCount => _links.Edges.Length;

    /// <summary>
    /// The observed objects in the order of a restore. Each stands in the earliest set that follows all it needs, and
    /// what controllers create to run an object stands after it. In reverse it is the order of a deletion. The objects
    /// of a dependency cycle stand in one set.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<ResourceId>> Sets { get; }

    /// <summary>
    /// Everything that is wrong with these objects, ordered: missing references, cycles, fields of an unexpected type.
    /// The first access costs time linear in the references to absent objects.
    /// </summary>
    public IReadOnlyList<Finding> Findings => _findings.Value;

    /// <summary>
    /// What resolvers and sources reported. All other <see cref="Findings"/> follow from the graph itself.
    /// </summary>
    internal IReadOnlyList<Finding> Reported { get; }

    /// <summary>The edges of one relation, in the order of <see cref="Edges"/>.</summary>
    internal IEnumerable<ResourceEdge> EdgesOf(Relation relation) =>
        _links.Edges.Where(link => _links.ReferenceOf(link).Relation == relation).Select(ToEdge);

    /// <summary>The findings in no order, some of them more than once.</summary>
    /// <param name="nameInTarget">What an object that the target cluster must have is called there.</param>
    /// <param name="counts">Whether a reference counts.</param>
    internal IEnumerable<Finding> FindingsAs(
        Func<ResourceId, ResourceId> nameInTarget,
        Func<ResourceEdge, bool> counts
    ) =>
        [
            .. _ownFindings.Value,
            .. MissingReferences.Find(this, nameInTarget, counts),
            .. NotReadReferences.Find(this, counts),
        ];

    /// <summary>The sets of some of the observed objects, as if the others did not exist.</summary>
    internal IReadOnlyList<IReadOnlyList<ResourceId>> SetsOf(Func<ResourceId, bool> keep)
    {
        var nodes = Array.ConvertAll(_nodes, node =>
            node.State == NodeState.Observed && !keep(node.Id) ? node with { State = NodeState.Outside } : node
        );

        return GraphSets.Build(nodes, _links).Sets;
    }

    /// <summary>The graph in which each of some objects is a root.</summary>
    /// <param name="resources">The objects. Of several with the same id the first counts.</param>
    /// <param name="resolvers">Which references to follow.</param>
    public static ResourceGraph Create(IEnumerable<Resource> resources, ResolverSet resolvers) =>
        Create(resources, resolvers, PlatformSet.Default);

    /// <summary>The graph in which each of some objects is a root.</summary>
    /// <param name="resources">The objects. Of several with the same id the first counts.</param>
    /// <param name="resolvers">Which references to follow.</param>
    /// <param name="platforms">The packs by which the objects are judged.</param>
    public static ResourceGraph Create(IEnumerable<Resource> resources, ResolverSet resolvers, PlatformSet platforms) =>
        new ResourceGraphBuilder(resolvers) { Platforms = platforms }.BuildAll(new MemoryResourceSource(resources));

    /// <summary>The edges by the numbers of nodes, which are their places in <see cref="Nodes"/>.</summary>
    internal Links Links => _links;

    /// <summary>The node of an id; <see langword="null"/> where the graph has none.</summary>
    public ResourceNode? Find(ResourceId id) => NumberOf(id) is >= 0 and var node ? _nodes[node] : null;

    /// <summary>
    /// The object of an id; <see langword="null"/> where the graph has no such node or it is missing.
    /// </summary>
    public Resource? FindResource(ResourceId id) => Find(id)?.Resource;

    /// <summary>The references that an object holds; empty for an id that the graph lacks.</summary>
    public IEnumerable<ResourceEdge> EdgesFrom(ResourceId id) =>
        NumberOf(id) is >= 0 and var node ? EdgesFrom(node) : [];

    /// <summary>The references that name an object; empty for an id that the graph lacks.</summary>
    public IEnumerable<ResourceEdge> EdgesTo(ResourceId id) => NumberOf(id) is >= 0 and var node ? EdgesTo(node) : [];

    /// <summary>
    /// Why an object is in the graph: the shortest chain of references from a root. Empty for a root, and for an id
    /// that the graph lacks.
    /// </summary>
    public IReadOnlyList<ResourceEdge> Explain(ResourceId id)
    {
        var node = NumberOf(id);
        if (node < 0)
            return [];

        var roots = Roots.Select(root => NumberOf(root));
        return [.. GraphWalk.ShortestPath(_links, roots, node).Select(ToEdge)];
    }

    /// <summary>
    /// All that an object leads to along followed references, ordered by id: itself, what it needs, what runs it, and
    /// what of these is missing or left out.
    /// </summary>
    internal IReadOnlyList<ResourceId> Reach(ResourceId id)
    {
        var reached = GraphWalk.Reach(_links, [NumberOf(id)]);

        return [.. reached.Order().Select(node => _nodes[node].Id)];
    }

    /// <summary>
    /// The objects that several roots use, ordered by id. A root uses what it reaches along
    /// <see cref="Relation.Needs"/> and <see cref="Relation.Runs"/> without passing another root.
    /// </summary>
    /// <param name="maxUsers">
    /// How many users are named for each object. The work grows with it: at most this number times the edges. Default:
    /// 100.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxUsers"/> is less than 1.</exception>
    public IReadOnlyList<SharedResource> Shared(int maxUsers = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxUsers, 1);
        var roots = Roots.Select(root => NumberOf(root)).ToList();

        return [.. SharedResourceFinder.Find(_nodes, _links, roots, maxUsers)];
    }

    /// <summary>The part of the graph that some of its objects reach, with these as its roots.</summary>
    /// <param name="roots">The objects to start from.</param>
    /// <exception cref="ArgumentException">The graph does not hold the object of an id.</exception>
    public ResourceGraph Subgraph(params IEnumerable<ResourceId> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var starts = roots.Distinct().ToList();
        foreach (var id in starts)
        {
            if (FindResource(id) is null)
                throw new ArgumentException($"The graph does not hold {id}.", nameof(roots));
        }

        return GraphWalk.Subgraph(this, _nodes, _links, starts.Select(id => NumberOf(id)));
    }

    /// <summary>
    /// A copy for QuikGraph's algorithms: ids are the vertices, and every edge is tagged with its reference.
    /// </summary>
    public BidirectionalGraph<ResourceId, TaggedEdge<ResourceId, Reference>> ToQuikGraph()
    {
        var graph = new BidirectionalGraph<ResourceId, TaggedEdge<ResourceId, Reference>>(allowParallelEdges: true);
        graph.AddVertexRange(_nodes.Select(node => node.Id));

        foreach (var edge in Edges)
            graph.AddEdge(new TaggedEdge<ResourceId, Reference>(edge.From, edge.To, edge.Reference));

        return graph;
    }

    /// <summary>One line: how many objects, references, missing objects and sets there are.</summary>
    public override string ToString()
    {
        var observed = _nodes.Count(node => node.State == NodeState.Observed);
        var missing = _nodes.Count(node => node.IsMissing);

        return $"objects: {observed}, references: {EdgeCount}, missing: {missing}, sets: {Sets.Count}";
    }

    /// <summary>The number of a node, or -1 where the graph has none.</summary>
    private int NumberOf(in ResourceId id) => _numbers.Value.Find(id);

    private IEnumerable<ResourceEdge> EdgesFrom(int node)
    {
        // An iterator cannot keep a span across a yield, so each step asks for it again, which costs nothing.
        for (var i = 0; i < _links.From(node).Length; i++)
            yield return ToEdge(_links.From(node)[i]);
    }

    private IEnumerable<ResourceEdge> EdgesTo(int node)
    {
        for (var i = 0; i < _links.To(node).Length; i++)
            yield return ToEdge(_links.Edges[_links.To(node)[i]]);
    }

    private ResourceEdge ToEdge(Link link)
    {
        var from = _nodes[link.From].Id;
        var to = _nodes[link.To].Id;

        return new ResourceEdge(from, to, _links.References.WithTarget(to, link.ReferenceNumber));
    }
}
