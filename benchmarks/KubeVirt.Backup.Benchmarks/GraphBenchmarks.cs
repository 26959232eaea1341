using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>From the objects of a dump to sets and to a plan, against reading their bytes into resources.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class GraphBenchmarks
{
    private string _folder = "";
    private IReadOnlyList<Resource> _resources = [];

    /// <summary>Number of machines, eleven objects each.</summary>
    [Params(1_000)]
    public int Machines { get; set; }

    /// <summary>Writes and reads the dump.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("dump").FullName;
        Dump.Write(_folder, Machines);
        _resources = new ManifestReader().ReadPathsAsync([_folder]).GetAwaiter().GetResult().Resources;
    }

    /// <summary>Removes the dump.</summary>
    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>Reading.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> Read() => (await new ManifestReader().ReadPathsAsync([_folder])).Resources.Count;

    /// <summary>Graph and sets of all objects.</summary>
    [Benchmark]
    public int GraphAndSets() => ResourceGraph.Create(_resources, BuiltInResolvers.Default).Sets.Count;

    /// <summary>The plan of all machines, with all that is odd.</summary>
    [Benchmark]
    public int Plan() => BackupPlanner.Plan(_resources, null).Findings.Count;
}
