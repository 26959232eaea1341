using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Reads a folder, builds the graph of all its objects, orders it, applies a preset, plans all of it, and prints one line
/// of JSON beside the time of a bare reader.
/// </summary>
/// <remarks>
/// The bare reader comes compiled with the runtime and this library does not, so it is warmed up on a small dump first:
/// what is measured is what each dump costs, not what the first one costs once.
/// </remarks>
internal static class ScaleRun
{
    // As one plans a cluster: nobody looks at managedFields.
    private static readonly ManifestReader Reader = new(new ManifestOptions { DropManagedFields = true });

    public static async Task RunAsync(TextWriter output, TextWriter errors, string folder)
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
        BackupPlanner.Plan(manifests);
        var planned = Lap(ref start);
        foreach (var finding in manifests.Findings)
            errors.WriteLine(finding);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"objects":{{manifests.Resources.Count}},"bytes":{{bytes}},"seconds":{"read":{{read:0.000}},"graph":{{graphed:0.000}},"sets":0.000,"policies":{{policies:0.000}},"plan":{{planned:0.000}}},"peakWorkingSetBytes":{{peak}},"bareReaderSeconds":{{bare:0.000}}}"""
            )
        );
    }

    private static async Task WarmUpAsync()
    {
        var small = Directory.CreateTempSubdirectory("scale");
        try
        {
            Dump.Write(small.FullName, 100);
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20); )
            {
                var manifests = await Reader.ReadPathsAsync([small.FullName]);
                RestorePresets.Preserve.Apply(ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default));
                BackupPlanner.Plan(manifests);
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
        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".json" or ".jsonl" or ".ndjson")
            .Order(StringComparer.Ordinal)
            .Select(file => new FileInfo(file))
            .ToList();
        // One buffer for all, so that the peak of the working set is not this reader's.
        var buffer = new byte[Math.Min(files.Max(file => (long?)file.Length) ?? 0, 1 << 30)];
        return (files.Sum(file => BareReader(file, buffer)), files.Sum(file => file.Length));
    }

    /// <summary>
    /// The seconds that a bare reader takes over a file, up to where that breaks off; those of filling the buffer do
    /// not count.
    /// </summary>
    private static double BareReader(FileInfo file, byte[] buffer)
    {
        using var stream = file.OpenRead();
        var (seconds, rest) = (0.0, 0);
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = int.MaxValue });
        while (true)
        {
            var length =
                rest + stream.ReadAtLeast(buffer.AsSpan(rest), buffer.Length - rest, throwOnEndOfStream: false);
            var isLast = stream.Position == stream.Length;
            var start = Stopwatch.GetTimestamp();
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), isLast, state);
            var isWhole = TryReadAll(ref reader);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (isLast || !isWhole || reader.BytesConsumed == 0)
                return seconds;
            (state, rest) = (reader.CurrentState, length - (int)reader.BytesConsumed);
            buffer.AsSpan(length - rest, rest).CopyTo(buffer);
        }
    }

    private static bool TryReadAll(ref Utf8JsonReader reader)
    {
        try
        {
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static double Lap(ref long start)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        return seconds;
    }
}
