using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes ownerReferences as a merge patch. What owns the object already keeps owning it: a merge replaces the whole
/// list, so the list that was found is part of the patch.
/// </summary>
/// <remarks>
/// Sources: RFC 7386 (JSON Merge Patch); Kubernetes apimachinery pkg/apis/meta/v1/types.go, OwnerReference.
/// </remarks>
internal static class OwnerPatch
{
    /// <summary>The patch for an object as it is now; <see langword="null"/> where it has all its owners.</summary>
    /// <param name="now">
    /// The object. The patch names its resourceVersion, so that it is refused for a later one.
    /// </param>
    /// <param name="owners">The owners that it should have.</param>
    public static byte[]? Write(Resource now, IEnumerable<KnownOwner> owners)
    {
        var references = now.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } list
            ? ObjectTree.Of(list)!.AsArray()
            : [];
        var known = references.Select(reference => (string?)reference?["uid"]).ToHashSet(StringComparer.Ordinal);
        var missing = owners.Where(owner => !known.Contains(owner.Uid)).ToList();
        if (missing.Count == 0)
            return null;

        foreach (var owner in missing)
            references.Add((JsonNode)Reference(owner));
        var metadata = new JsonObject
        {
            ["resourceVersion"] = now.StringAt("/metadata/resourceVersion"),
            ["ownerReferences"] = references,
        };
        var patch = new JsonObject { ["metadata"] = metadata };

        return Encoding.UTF8.GetBytes(patch.ToJsonString());
    }

    private static JsonObject Reference(KnownOwner known)
    {
        var owner = known.Owner;
        return new JsonObject
        {
            ["apiVersion"] = owner.ApiVersion,
            ["kind"] = owner.Owner.Kind.Kind,
            ["name"] = owner.Owner.Name,
            ["uid"] = known.Uid,
            ["controller"] = owner.IsController,
            ["blockOwnerDeletion"] = owner.BlocksOwnerDeletion,
        };
    }
}
