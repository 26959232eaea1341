using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// From files to resources, against the least that reading JSON takes and against the obvious way, a document for each
/// list.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ReadBenchmarks
{
    private string _folder = "";
    private byte[][] _files = [];

    /// <summary>Number of machines, eleven objects each.</summary>
    [Params(1_000)]
    public int Machines { get; set; }

    /// <summary>Writes the dump.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("dump").FullName;
        Dump.Write(_folder, Machines);
        _files = [.. Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>Removes the dump.</summary>
    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>Utf8JsonReader over all bytes, doing nothing.</summary>
    [Benchmark(Baseline = true)]
    public long BareReader()
    {
        var tokens = 0L;
        foreach (var file in _files)
        {
            var reader = new Utf8JsonReader(file);
            while (reader.Read())
                tokens++;
        }

        return tokens;
    }

    /// <summary>A document for each list, and a text for each item.</summary>
    [Benchmark]
    public int Documents()
    {
        var count = 0;
        foreach (var file in _files)
        {
            using var document = JsonDocument.Parse(file);
            foreach (var item in document.RootElement.GetProperty("items").EnumerateArray())
                count += item.GetRawText().Length > 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The manifest reader, from the disk.</summary>
    [Benchmark]
    public async Task<int> Manifests() => (await new ManifestReader().ReadPathsAsync([_folder])).Resources.Count;
}
