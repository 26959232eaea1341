using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Restores a folder by a preset and writes what comes out, beside making trees of the same bytes and writing them as
/// they are; again and again, and prints a line of JSON each time, so that the last lines tell what it costs once
/// everything is compiled.
/// </summary>
internal static class PresetRun
{
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output, string folder)
    {
        var manifests = await new ManifestReader().ReadPathsAsync([folder]);
        var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
        for (var round = 0; round < Rounds; round++)
        {
            var trees = Seconds(() => ParseAndWrite(manifests.Resources));
            RestoreResult? result = null;
            var json = Seconds(() => WriteJson(result = RestorePresets.Preserve.Apply(graph)));
            var yaml = Seconds(() => WriteYaml(result!));
            var findings = Seconds(() => GC.KeepAlive(result!.Findings.Count));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"objects":{{manifests.Resources.Count}},"seconds":{"parseAndWrite":{{trees:0.000}},"presetAsJson":{{json:0.000}},"yamlOfIt":{{yaml:0.000}},"itsFindings":{{findings:0.000}}},"ratio":{{json / trees:0.00}}}"""
                )
            );
        }
    }

    private static double Seconds(Action act)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Makes a tree of each object and writes it as it is: what a restore is measured by.</summary>
    public static void ParseAndWrite(IReadOnlyList<Resource> resources)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        foreach (var resource in resources)
        {
            var tree = JsonNode.Parse(resource.Json.Span)!.AsObject();
            // A tree that nobody looks into is the text it came from.
            _ = tree.Count + tree["metadata"]!.AsObject().Count;
            tree.WriteTo(writer);
            writer.Reset();
        }
    }

    private static void WriteJson(RestoreResult result)
    {
        foreach (var resource in result.Resources)
            Stream.Null.Write(resource.Json.Span);
    }

    private static void WriteYaml(RestoreResult result)
    {
        foreach (var resource in result.Resources)
            ManifestWriter.ToYaml(resource);
    }
}
