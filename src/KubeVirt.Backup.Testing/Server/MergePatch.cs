using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>JSON merge patch (RFC 7396).</summary>
internal static class MergePatch
{
    /// <summary>Changes an object as a patch says, and returns it.</summary>
    public static JsonObject Apply(JsonObject target, JsonNode? patch)
    {
        foreach (var (key, value) in patch!.AsObject())
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject inner)
                target[key] = Apply(target[key]?.DeepClone() as JsonObject ?? [], inner);
            else
                target[key] = value.DeepClone();
        }

        return target;
    }
}
