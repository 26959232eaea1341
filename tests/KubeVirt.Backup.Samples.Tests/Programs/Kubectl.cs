using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>kubectl as an oracle: what it reads from a file, offline.</summary>
internal static class Kubectl
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kubectl"))
        .FirstOrDefault(File.Exists);

    public static void SkipUnlessThere() => Assert.SkipUnless(Program is not null, "kubectl is not on the PATH.");

    /// <summary>The objects kubectl reads from these bytes, by name.</summary>
    public static async Task<Dictionary<string, JsonElement>> ReadAsync(ReadOnlyMemory<byte> manifest)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, manifest.ToArray());
            var start = new ProcessStartInfo(
                Program!,
                ["annotate", "--local", "--show-managed-fields", "-o", "json", "-f", file, "oracle=yes"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            return Split(Encoding.UTF8.GetBytes(output));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Equal as kubectl sees it, which holds numbers as doubles and 64-bit integers.</summary>
    public static bool Same(JsonElement ours, JsonElement theirs) =>
        (ours.ValueKind, theirs.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => ours.GetDouble().Equals(theirs.GetDouble())
                || ours.GetDouble() == theirs.GetDouble(),
            (JsonValueKind.Array, JsonValueKind.Array) => ours.GetArrayLength() == theirs.GetArrayLength()
                && ours.EnumerateArray().Zip(theirs.EnumerateArray(), Same).All(same => same),
            (JsonValueKind.Object, JsonValueKind.Object) => ours.GetPropertyCount() == theirs.GetPropertyCount()
                && ours.EnumerateObject()
                    .All(member => theirs.TryGetProperty(member.Name, out var other) && Same(member.Value, other)),
            _ => JsonElement.DeepEquals(ours, theirs),
        };

    /// <summary>Equal but for the annotation that was asked for.</summary>
    public static bool SameObject(Resource ours, JsonElement theirs)
    {
        var (left, right) = (JsonNode.Parse(ours.Json.Span)!, JsonNode.Parse(theirs.GetRawText())!);
        foreach (var metadata in new[] { left["metadata"]!.AsObject(), right["metadata"]!.AsObject() })
        {
            metadata["annotations"]?.AsObject().Remove("oracle");
            if (metadata["annotations"] is null or JsonObject { Count: 0 })
                metadata.Remove("annotations");
        }

        return Same(JsonElement.Parse(left.ToJsonString()), JsonElement.Parse(right.ToJsonString()));
    }

    /// <summary>What tells an object in one file from the others.</summary>
    public static string KeyOf(JsonElement item)
    {
        var metadata = item.GetProperty("metadata");
        return $"{item.GetProperty("kind")}/{(metadata.TryGetProperty("namespace", out var ns) ? ns + "/" : "")}{metadata.GetProperty("name")}";
    }

    private static Dictionary<string, JsonElement> Split(byte[] output)
    {
        var found = new Dictionary<string, JsonElement>();
        var reader = new Utf8JsonReader(output, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 500 });
        while (reader.Read())
        {
            var item = JsonElement.ParseValue(ref reader);
            found.Add(KeyOf(item), item);
        }

        return found;
    }
}
