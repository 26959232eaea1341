using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// A plan as text, JSON, diagram and page, against a serializer that is given the same edges as they are.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class FormatBenchmarks
{
    private BackupPlan? _plan;

    /// <summary>Plans a dump.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var dump = new DumpFolder(1_000);
        _plan = BackupPlanner.Plan(
            new ManifestReader().ReadPathsAsync([dump.Path]).GetAwaiter().GetResult().Resources,
            null
        );
    }

    /// <summary>The edges alone, by the runtime's serializer.</summary>
    [Benchmark(Baseline = true)]
    public int Serializer() =>
        JsonSerializer
            .Serialize(
                _plan!.Graph.Edges.Select(edge => new
                {
                    From = edge.From.ToString(),
                    To = edge.To.ToString(),
                    edge.Path,
                    edge.IsRequired,
                })
            )
            .Length;

    /// <summary>The document that scripts read.</summary>
    [Benchmark]
    public int Json() => _plan!.ToJson().Length;

    /// <summary>Text for people.</summary>
    [Benchmark]
    public int Text() => _plan!.ToText().Length;

    /// <summary>A diagram.</summary>
    [Benchmark]
    public int Mermaid() => _plan!.ToMermaid().Length;

    /// <summary>A page.</summary>
    [Benchmark]
    public int Html() => _plan!.ToHtml().Length;
}
