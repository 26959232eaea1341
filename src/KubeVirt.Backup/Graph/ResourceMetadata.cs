using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>The parts of an object's metadata by which objects are found.</summary>
internal static class ResourceMetadata
{
    public static string? Uid(Resource resource) => resource.StringAt("/metadata/uid");

    public static string? Label(Resource resource, string key) =>
        resource.StringAt("/metadata/labels/" + JsonPointer.Escape(key));

    public static IReadOnlyList<string> OwnerUids(Resource resource) =>
        [.. OwnerReferences(resource).Select(owner => Text(owner, "uid")).OfType<string>()];

    /// <summary>The kinds of the objects that own this one.</summary>
    public static IEnumerable<GroupKind> OwnerKinds(Resource resource) =>
        OwnerReferences(resource)
            .Select(owner => new GroupKind(
                GroupKind.GroupOf(Text(owner, "apiVersion") ?? ""),
                Text(owner, "kind") ?? ""
            ));

    private static IEnumerable<JsonElement> OwnerReferences(Resource resource) =>
        resource.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } owners
            ? owners.EnumerateArray().Where(owner => owner.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
