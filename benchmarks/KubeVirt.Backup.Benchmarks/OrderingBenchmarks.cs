using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using QuikGraph;
using QuikGraph.Algorithms;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// From objects to ordered sets, against the obvious way: QuikGraph with ids as vertices and its topological sort,
/// which has no sets yet.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class OrderingBenchmarks
{
    private Resource[] _resources = [];
    private ResourceGraph? _graph;

    /// <summary>Number of objects.</summary>
    [Params(10_000)]
    public int Count { get; set; }

    /// <summary>Makes the objects.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _resources = Shapes.Chain(Count);
        _graph = ResourceGraph.Create(_resources, BuiltInResolvers.Default);
    }

    /// <summary>Resolve, link, order.</summary>
    [Benchmark]
    public int FromObjectsToSets() => ResourceGraph.Create(_resources, BuiltInResolvers.Default).Sets.Count;

    /// <summary>Only order, from a graph that is resolved already.</summary>
    [Benchmark(Baseline = true)]
    public int QuikGraphTopologicalSort()
    {
        var graph = new AdjacencyGraph<ResourceId, SEquatableEdge<ResourceId>>();
        graph.AddVertexRange(_graph!.Nodes.Select(node => node.Id));
        graph.AddEdgeRange(
            _graph
                .Edges.Where(edge => edge.Relation == Relation.Needs)
                .Select(edge => new SEquatableEdge<ResourceId>(edge.From, edge.To))
        );
        return graph.TopologicalSort().Count();
    }
}
