using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>The parts of an object's metadata by which objects are found.</summary>
internal static class ResourceMetadata
{
    public static string? Uid(Resource resource) => resource.StringAt("/metadata/uid");

    public static string? Label(Resource resource, string key) => resource.StringAt("/metadata/labels/" + JsonPointer.Escape(key));

    public static IReadOnlyList<string> OwnerUids(Resource resource)
    {
        if (resource.At("/metadata/ownerReferences") is not { ValueKind: JsonValueKind.Array } owners)
            return [];
        var uids = new List<string>();
        foreach (var owner in owners.EnumerateArray())
        {
            if (owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty("uid", out var uid) && uid.ValueKind == JsonValueKind.String)
                uids.Add(uid.GetString()!);
        }

        return uids;
    }
}
