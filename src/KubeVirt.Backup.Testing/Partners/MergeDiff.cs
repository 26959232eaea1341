using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>The JSON merge patch (RFC 7396) between two objects.</summary>
internal static class MergeDiff
{
    /// <summary>What makes one object of another.</summary>
    public static JsonObject Of(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (key, _) in before)
        {
            if (!after.ContainsKey(key))
                patch[key] = null;
        }

        foreach (var (key, value) in after)
        {
            var was = before[key];
            if (JsonNode.DeepEquals(was, value))
                continue;

            patch[key] = was is JsonObject old && value is JsonObject now ? Of(old, now) : value?.DeepClone();
        }

        return patch;
    }
}
