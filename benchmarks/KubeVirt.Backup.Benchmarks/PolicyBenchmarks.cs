using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// A restore preset over a dump, written out, against making trees of the same bytes and writing them as they are.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PolicyBenchmarks
{
    private IReadOnlyList<Resource> _resources = [];
    private ResourceGraph? _graph;

    /// <summary>Number of machines, eleven objects each.</summary>
    [Params(1_000)]
    public int Machines { get; set; }

    /// <summary>Reads a dump and makes its graph.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var dump = new DumpFolder(Machines);
        _resources = new ManifestReader().ReadPathsAsync([dump.Path]).GetAwaiter().GetResult().Resources;
        _graph = ResourceGraph.Create(_resources, BuiltInResolvers.Default);
    }

    /// <summary>Parse and write.</summary>
    [Benchmark(Baseline = true)]
    public void ParseAndWrite() => PresetRun.ParseAndWrite(_resources);

    /// <summary>The preset, with all changes and findings.</summary>
    [Benchmark]
    public int Preserve()
    {
        var result = RestorePresets.Preserve.Apply(_graph!);
        return result.Sets.Count + result.Changes.Count + result.Findings.Count;
    }

    /// <summary>The preset, written as YAML.</summary>
    [Benchmark]
    public void PreserveAsYaml()
    {
        foreach (var set in RestorePresets.Preserve.Apply(_graph!).Sets)
        {
            foreach (var resource in set)
                ManifestWriter.ToYaml(resource);
        }
    }
}
