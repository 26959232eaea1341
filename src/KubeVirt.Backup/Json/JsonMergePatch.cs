using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>Applies a JSON Merge Patch (RFC 7396) to a tree.</summary>
internal static class JsonMergePatch
{
    /// <summary>The merged tree. What is given stays as it is.</summary>
    /// <param name="target">The tree; what is no object is replaced by one.</param>
    /// <param name="patch">
    /// Members to set; <see langword="null"/> removes one. What is no object replaces the whole.
    /// </param>
    /// <remarks>Without recursion, so that no depth of a patch can exhaust the stack.</remarks>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members)
            return patch?.DeepClone();

        var root = target is JsonObject given ? given.DeepClone().AsObject() : [];
        ApplyTo(root, members);

        return root;
    }

    /// <summary>Merges members into an object in place.</summary>
    /// <param name="root">The object, which is changed.</param>
    /// <param name="members">Members to set; <see langword="null"/> removes one.</param>
    public static void ApplyTo(JsonObject root, JsonObject members)
    {
        var open = new Stack<(JsonObject Target, JsonObject Patch)>([(root, members)]);
        while (open.TryPop(out var pair))
        {
            foreach (var (name, value) in pair.Patch)
            {
                if (value is null)
                    pair.Target.Remove(name);
                else if (value is not JsonObject below)
                    pair.Target[name] = value.DeepClone();
                else
                    open.Push((ObjectAt(pair.Target, name), below));
            }
        }
    }

    /// <summary>The object under a name, which is created where something else is there or nothing.</summary>
    private static JsonObject ObjectAt(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
            return found;

        var made = new JsonObject();
        parent[name] = made;

        return made;
    }
}
