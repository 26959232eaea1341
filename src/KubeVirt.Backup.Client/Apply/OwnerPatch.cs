using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes ownerReferences as a merge patch. What owns the object already keeps owning it: a merge replaces the whole
/// list, so the list that was found is part of the patch.
/// </summary>
internal static class OwnerPatch
{
    /// <summary>The patch for an object as it is now; <see langword="null"/> where it has all its owners.</summary>
    public static byte[]? Write(Resource now, IEnumerable<(OwnerToRestore Owner, string Uid)> owners)
    {
        var references = now.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } list
            ? JsonNode.Parse(list.GetRawText())!.AsArray()
            : [];
        var known = references.Select(reference => (string?)reference?["uid"]).ToHashSet(StringComparer.Ordinal);
        var missing = owners.Where(owner => !known.Contains(owner.Uid)).ToList();
        if (missing.Count == 0)
            return null;
        foreach (var (owner, uid) in missing)
            references.Add(Reference(owner, uid));
        return Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = now.StringAt("/metadata/resourceVersion"),
                    ["ownerReferences"] = references,
                },
            }.ToJsonString()
        );
    }

    private static JsonObject Reference(OwnerToRestore owner, string uid) =>
        new()
        {
            ["apiVersion"] = owner.ApiVersion,
            ["kind"] = owner.Owner.Kind.Kind,
            ["name"] = owner.Owner.Name,
            ["uid"] = uid,
            ["controller"] = owner.IsController,
            ["blockOwnerDeletion"] = owner.BlocksOwnerDeletion,
        };
}
