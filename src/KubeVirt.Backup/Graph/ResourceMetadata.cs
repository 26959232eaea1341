using System.Text.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>The parts of an object's metadata by which objects are found.</summary>
internal static class ResourceMetadata
{
    public static string? Uid(Resource resource) => resource.StringAt("/metadata/uid");

    public static string? Label(Resource resource, string key) =>
        resource.At("/metadata/labels") is { ValueKind: JsonValueKind.Object } labels && labels.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

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
