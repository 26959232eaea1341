using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>A JSON merge patch (RFC 7396), without recursion.</summary>
internal static class MergePatch
{
    /// <summary>Merges a patch into an object: nulls remove, objects merge, all else replaces.</summary>
    public static void Apply(JsonObject target, JsonNode? patch)
    {
        var open = new Stack<(JsonObject Target, JsonObject Patch)>();
        if (patch is JsonObject whole)
            open.Push((target, whole));
        while (open.TryPop(out var pair))
        {
            foreach (var (name, value) in pair.Patch)
            {
                if (value is null)
                    pair.Target.Remove(name);
                else if (value is JsonObject inner)
                    open.Push((Member(pair.Target, name), inner));
                else
                    pair.Target[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject Member(JsonObject target, string name)
    {
        if (target[name] is JsonObject known)
            return known;

        var made = new JsonObject();
        target[name] = made;
        return made;
    }
}
