using System.Text.Json.Nodes;

namespace KubeVirt.Backup;

/// <summary>Keeps the values of Secrets out of everything that is printed.</summary>
internal static class Redaction
{
    /// <summary>
    /// Whether a change may show a secret: all of a Secret but its harmless metadata. Annotations count, since kubectl
    /// keeps whole objects in one, and labels, since a patch can copy a value there.
    /// </summary>
    public static bool Applies(ResourceId id, string pointer) =>
        id.Kind == Kinds.Secret
        && (
            !pointer.StartsWith("/metadata/", StringComparison.Ordinal)
            || pointer.StartsWith("/metadata/annotations", StringComparison.Ordinal)
            || pointer.StartsWith("/metadata/labels", StringComparison.Ordinal)
        );

    public static JsonNode? Of(JsonNode? value) =>
        value is null ? null : JsonValue.Create("(not shown: a Secret's value)");
}
