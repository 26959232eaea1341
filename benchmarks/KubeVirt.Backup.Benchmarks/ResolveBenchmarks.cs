using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// The references of one object, on average over a dump, against making a tree of it without looking for any.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ResolveBenchmarks
{
    private const int Objects = 1_100;
    private IReadOnlyList<Resource> _resources = [];

    /// <summary>Reads a dump.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var dump = new DumpFolder(Objects / 11);
        _resources = new ManifestReader().ReadPathsAsync([dump.Path]).GetAwaiter().GetResult().Resources;
    }

    /// <summary>All resolvers of the object's kind.</summary>
    [Benchmark(OperationsPerInvoke = Objects)]
    public int Resolve()
    {
        var (references, count) = (new ReferenceCollector(), 0);
        foreach (var resource in _resources)
        {
            references.Clear();
            foreach (var resolver in BuiltInResolvers.Default.For(resource.Id.Kind))
                resolver.Resolve(resource, references);
            count += references.References.Count;
        }

        return count;
    }

    /// <summary>Only a tree.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Objects)]
    public int Tree()
    {
        var members = 0;
        foreach (var resource in _resources)
            members += JsonNode.Parse(resource.Json.Span)!.AsObject().Count;
        return members;
    }
}
