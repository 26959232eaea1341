using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup;

/// <summary>
/// What makes a JSON object a Kubernetes object: apiVersion, kind, metadata.name and metadata.namespace.
/// </summary>
internal readonly record struct ResourceHeader(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <exception cref="FormatException">A field is absent, of another type, or no name.</exception>
    public static ResourceHeader Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("A Kubernetes object is a JSON object.");
        var metadata = root.TryGetProperty("metadata", out var m) && m.ValueKind == JsonValueKind.Object ? m : default;
        return new ResourceHeader(
            Text(root, "apiVersion") ?? throw new FormatException("apiVersion is missing."),
            Text(root, "kind") ?? throw new FormatException("kind is missing."),
            Text(metadata, "namespace"),
            Text(metadata, "name") ?? throw new FormatException("metadata.name is missing.")
        );
    }

    public GroupKind GroupKind => new(GroupKind.GroupOf(ApiVersion), Kind);

    /// <summary>The resource, with <paramref name="defaultNamespace"/> where a namespaced kind names none.</summary>
    /// <exception cref="FormatException">Name or namespace cannot be one.</exception>
    public Resource ToResource(ReadOnlyMemory<byte> json, string defaultNamespace = "default") =>
        ToResource(json, GroupKind, defaultNamespace);

    /// <summary>The same for a caller that keeps one <see cref="Backup.GroupKind"/> for many objects.</summary>
    /// <exception cref="FormatException">Name or namespace cannot be one.</exception>
    public Resource ToResource(
        ReadOnlyMemory<byte> json,
        GroupKind kind,
        string defaultNamespace,
        MemberIndex memberIndex = default
    )
    {
        if (!kind.IsValid || ApiVersion.AsSpan().Count('/') > 1)
            throw new FormatException(
                $"apiVersion '{ApiVersion}' and kind '{Kind}' are no type of Kubernetes: a kind holds no dot and no slash, an apiVersion at most one slash."
            );
        if (!ResourceId.IsName(Name))
            throw new FormatException(
                $"metadata.name '{Name}' is not a name: it must not be empty nor hold a slash, a percent sign or white space."
            );
        if (Namespace is not null && !ResourceId.IsName(Namespace))
            throw new FormatException(
                $"metadata.namespace '{Namespace}' is not a namespace: it must not hold a slash, a percent sign or white space."
            );
        var ns = KindScopes.IsCluster(kind)
            ? null
            : Namespace ?? (KindScopes.IsNamespaced(kind) ? defaultNamespace : null);
        return new Resource(new ResourceId(kind, ns, Name), ApiVersion, json) { MemberIndex = memberIndex };
    }

    private static string? Text(JsonElement parent, string name)
    {
        if (
            parent.ValueKind != JsonValueKind.Object
            || !parent.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null
        )
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw new FormatException($"{name} is not a string.");
        return value.GetString() is { Length: > 0 } text ? text : null;
    }
}
