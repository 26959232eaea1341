using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>The parts of an object's metadata by which objects are found.</summary>
public static class ResourceMetadata
{
    /// <summary>The UID; <see langword="null"/> where the object has none, as before it was created.</summary>
    /// <param name="resource">The object.</param>
    public static string? Uid(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return resource.StringAt("/metadata/uid");
    }

    /// <summary>Where the time stands at which an object was asked to go.</summary>
    internal const string DeletionTimestamp = "/metadata/deletionTimestamp";

    /// <summary>
    /// Whether the object is being deleted: it goes as soon as its finalizers have, with all that it holds.
    /// </summary>
    /// <param name="resource">The object.</param>
    /// <remarks>Source: Kubernetes apimachinery ObjectMeta, deletionTimestamp.</remarks>
    public static bool IsBeingDeleted(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return resource.StringAt(DeletionTimestamp) is not null;
    }

    /// <summary>The value of a label; <see langword="null"/> where the object does not bear it.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="key">The label's key as it is written, such as <c>app.kubernetes.io/name</c>.</param>
    public static string? Label(Resource resource, string key)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return resource.StringAt("/metadata/labels/" + JsonPointer.Escape(key));
    }

    /// <summary>The UIDs of the objects that own this one, in the order of its ownerReferences.</summary>
    /// <param name="resource">The object.</param>
    public static IReadOnlyList<string> OwnerUids(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return OwnerReferences(resource).Select(owner => TextOf(owner, "uid")).OfType<string>().ToList();
    }

    /// <summary>The kinds of the objects that own this one, in the order of its ownerReferences.</summary>
    /// <param name="resource">The object.</param>
    public static IEnumerable<GroupKind> OwnerKinds(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return OwnerReferences(resource).Select(KindOf);
    }

    /// <summary>
    /// The kind of the object that controls this one, and so makes it anew; <see langword="null"/> where none does.
    /// </summary>
    /// <remarks>Source: Kubernetes meta/v1 OwnerReference: at most one owner is the controller.</remarks>
    /// <param name="resource">The object.</param>
    internal static GroupKind? ControllerKind(Resource resource)
    {
        foreach (var owner in OwnerReferences(resource))
        {
            if (owner.TryGetProperty("controller", out var flag) && flag.ValueKind == JsonValueKind.True)
                return KindOf(owner);
        }

        return null;
    }

    private static GroupKind KindOf(JsonElement owner) =>
        new(GroupKind.GroupOf(TextOf(owner, "apiVersion") ?? ""), TextOf(owner, "kind") ?? "");

    private static IEnumerable<JsonElement> OwnerReferences(Resource resource) =>
        resource.At("/metadata/ownerReferences") is { ValueKind: JsonValueKind.Array } owners
            ? owners.EnumerateArray().Where(owner => owner.ValueKind == JsonValueKind.Object)
            : [];

    private static string? TextOf(JsonElement owner, string field) =>
        owner.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
