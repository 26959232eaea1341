using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Restore;

/// <summary>Puts a patched tree in the place of a draft's, so that each change is recorded where it is.</summary>
internal static class DraftPatch
{
    /// <summary>Makes the draft equal to a tree. Members that are equal stay where they stand.</summary>
    /// <param name="context">The object.</param>
    /// <param name="patched">The tree, of which nothing is taken over but copies.</param>
    public static void Replace(RestoreContext context, JsonObject patched) =>
        context.Draft.Edit(root =>
        {
            var removed = root.Select(member => member.Key).Where(name => !patched.ContainsKey(name)).ToList();
            foreach (var name in removed)
                root.Remove(name);

            foreach (var (name, value) in patched)
            {
                var isEqual = root.TryGetPropertyValue(name, out var current) && JsonNode.DeepEquals(current, value);
                if (!isEqual)
                    root[name] = value?.DeepClone();
            }
        });
}
