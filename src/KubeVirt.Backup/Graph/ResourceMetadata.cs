using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Reads the parts of an object's metadata by which other objects refer to it. Fields of an unexpected type read as
/// absent.
/// </summary>
internal static class ResourceMetadata
{
    /// <summary>The UID; <see langword="null"/> for an object that no API server has seen.</summary>
    public static string? Uid(Resource resource) => resource.StringAt("/metadata/uid");

    /// <summary>The value of a label; <see langword="null"/> where the object does not have it.</summary>
    public static string? Label(Resource resource, string key) =>
        resource.StringAt("/metadata/labels/" + JsonPointer.Escape(key));

    /// <summary>The UIDs of the objects that own this one.</summary>
    public static IReadOnlyList<string> OwnerUids(Resource resource) =>
        OwnerReferences(resource).Select(owner => TextOf(owner, "uid")).OfType<string>().ToList();

    /// <summary>The kinds of the objects that own this one.</summary>
    public static IEnumerable<GroupKind> OwnerKinds(Resource resource)
    {
        foreach (var owner in OwnerReferences(resource))
        {
            var group = GroupKind.GroupOf(TextOf(owner, "apiVersion") ?? "");
            yield return new GroupKind(group, TextOf(owner, "kind") ?? "");
        }
    }

    private static IEnumerable<JsonElement> OwnerReferences(Resource resource) =>
        resource.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } owners
            ? owners.EnumerateArray().Where(owner => owner.ValueKind == JsonValueKind.Object)
            : [];

    private static string? TextOf(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
