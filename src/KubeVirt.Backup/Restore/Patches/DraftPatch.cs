using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Restore;

/// <summary>Puts a patched tree in the place of a draft's, so that each change is noted where it is.</summary>
internal static class DraftPatch
{
    public static void Replace(RestoreContext context, JsonObject patched) =>
        context.Draft.Edit(root =>
        {
            // Members that are equal stay where they stand.
            foreach (var name in root.Select(member => member.Key).Where(name => !patched.ContainsKey(name)).ToList())
                root.Remove(name);
            foreach (
                var (name, value) in patched.Where(member =>
                    !root.ContainsKey(member.Key) || !JsonNode.DeepEquals(root[member.Key], member.Value)
                )
            )
                root[name] = value?.DeepClone();
        });
}
