using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>Reads a folder, builds the graph of all its objects, orders it, applies a preset, and prints one line of JSON beside the time of a bare reader.</summary>
/// <remarks>
/// The bare reader comes compiled with the runtime and this library does not, so it is warmed up on a small dump first: what is measured is what
/// each dump costs, not what the first one costs once.
/// </remarks>
internal static class ScaleRun
{
    // As one plans a cluster: nobody looks at managedFields.
    private static readonly ManifestReader Reader = new(new ManifestOptions { DropManagedFields = true });

    public static async Task RunAsync(TextWriter output, string folder)
    {
        await WarmUpAsync();
        var (bare, bytes) = BareReader(folder);
        // What the warm-up left behind is not the dump's.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var start = Stopwatch.GetTimestamp();
        var manifests = await Reader.ReadPathsAsync([folder]);
        var read = Lap(ref start);
        // The graph is ordered as it is built: the time of its sets is part of its own.
        var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
        var graphed = Lap(ref start);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        RestorePresets.Preserve.Apply(graph);
        var policies = Lap(ref start);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"objects":{{manifests.Resources.Count}},"bytes":{{bytes}},"seconds":{"read":{{read:0.000}},"graph":{{graphed:0.000}},"sets":0.000,"policies":{{policies:0.000}}},"peakWorkingSetBytes":{{peak}},"bareReaderSeconds":{{bare:0.000}}}"""));
    }

    private static async Task WarmUpAsync()
    {
        var small = Directory.CreateTempSubdirectory("scale");
        try
        {
            Dump.Write(small.FullName, 100);
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10);)
            {
                var manifests = await Reader.ReadPathsAsync([small.FullName]);
                RestorePresets.Preserve.Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default));
                BareReader(small.FullName);
            }
        }
        finally
        {
            small.Delete(recursive: true);
        }
    }

    private static (double Seconds, long Bytes) BareReader(string folder)
    {
        var seconds = 0.0;
        var bytes = 0L;
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        // One buffer for all, so that the peak of the working set is not this reader's.
        var buffer = new byte[files.Max(file => new FileInfo(file).Length)];
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            var content = buffer.AsSpan(0, (int)stream.Length);
            stream.ReadExactly(content);
            bytes += content.Length;
            var start = Stopwatch.GetTimestamp();
            var reader = new Utf8JsonReader(content);
            while (reader.Read())
            {
            }

            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return (seconds, bytes);
    }

    private static double Lap(ref long start)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        return seconds;
    }
}
