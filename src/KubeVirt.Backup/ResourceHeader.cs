using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup;

/// <summary>
/// The fields that make a JSON object a Kubernetes object: apiVersion, kind, metadata.name and metadata.namespace.
/// </summary>
/// <param name="ApiVersion">The apiVersion.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace as it is written; <see langword="null"/> where it is absent or empty.</param>
/// <param name="Name">The name.</param>
internal readonly record struct ResourceHeader(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>Reads the fields of an object.</summary>
    /// <exception cref="FormatException">A field is absent or of another type.</exception>
    public static ResourceHeader Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("A Kubernetes object is a JSON object.");

        var hasMetadata =
            root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
        if (!hasMetadata)
            metadata = default;

        return new ResourceHeader(
            TextOf(root, "apiVersion") ?? throw new FormatException("apiVersion is missing."),
            TextOf(root, "kind") ?? throw new FormatException("kind is missing."),
            TextOf(metadata, "namespace"),
            TextOf(metadata, "name") ?? throw new FormatException("metadata.name is missing.")
        );
    }

    public GroupKind GroupKind => new(GroupKind.GroupOf(ApiVersion), Kind);

    /// <summary>The resource, with <paramref name="defaultNamespace"/> where a namespaced kind names none.</summary>
    /// <exception cref="FormatException">Kind, name or namespace cannot be one.</exception>
    public Resource ToResource(ReadOnlyMemory<byte> json, string defaultNamespace = "default") =>
        ToResource(json, GroupKind, defaultNamespace);

    /// <summary>
    /// The resource, for a caller that keeps one <see cref="Backup.GroupKind"/> for many objects and knows where their
    /// members stand.
    /// </summary>
    /// <exception cref="FormatException">Kind, name or namespace cannot be one.</exception>
    public Resource ToResource(
        ReadOnlyMemory<byte> json,
        GroupKind kind,
        string defaultNamespace,
        MemberIndex memberIndex = default
    )
    {
        CheckNames(kind);
        var id = new ResourceId(kind, NamespaceOf(kind, defaultNamespace), Name);

        return new Resource(id, ApiVersion, json) { MemberIndex = memberIndex };
    }

    private void CheckNames(GroupKind kind)
    {
        if (!kind.IsValid || ApiVersion.AsSpan().Count('/') > 1)
        {
            throw new FormatException(
                $"apiVersion '{ApiVersion}' and kind '{Kind}' are no type of Kubernetes. "
                    + "A kind has no dot and no slash, an apiVersion at most one slash."
            );
        }

        if (!ResourceId.IsName(Name))
        {
            throw new FormatException(
                $"metadata.name '{Name}' is not a name. "
                    + "A name is not empty and has no slash, percent sign or white space."
            );
        }

        if (Namespace is not null && !ResourceId.IsName(Namespace))
        {
            throw new FormatException(
                $"metadata.namespace '{Namespace}' is not a namespace. "
                    + "A namespace has no slash, percent sign or white space."
            );
        }
    }

    /// <summary>
    /// The namespace of the id, as kubectl fills it in: none for a cluster-scoped kind whatever is written, the default
    /// for a namespaced kind that names none. A kind that is not known stays as it is written.
    /// </summary>
    private string? NamespaceOf(GroupKind kind, string defaultNamespace)
    {
        if (KindScopes.IsCluster(kind))
            return null;
        if (Namespace is not null)
            return Namespace;

        return KindScopes.IsNamespaced(kind) ? defaultNamespace : null;
    }

    private static string? TextOf(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new FormatException($"{name} is not a string.");

        return value.GetString() is { Length: > 0 } text ? text : null;
    }
}
