using System.Text.Json.Nodes;

namespace KubeVirt.Backup;

/// <summary>Keeps the values of Secrets out of everything that is printed or written as a report.</summary>
internal static class Redaction
{
    /// <summary>
    /// Whether a value may show a secret: everything in a Secret but its harmless metadata. Annotations may, since
    /// kubectl keeps whole objects in one, and so may labels, since a patch can copy a value there.
    /// </summary>
    /// <param name="id">The object.</param>
    /// <param name="pointer">JSON pointer to the value.</param>
    public static bool Applies(ResourceId id, string pointer)
    {
        if (id.Kind != Kinds.Secret)
            return false;

        return !pointer.StartsWith("/metadata/", StringComparison.Ordinal)
            || pointer.StartsWith("/metadata/annotations", StringComparison.Ordinal)
            || pointer.StartsWith("/metadata/labels", StringComparison.Ordinal);
    }

    /// <summary>A text in place of a value; <see langword="null"/> where there is none.</summary>
    public static JsonNode? Of(JsonNode? value) =>
        value is null ? null : JsonValue.Create("(not shown: a Secret's value)");
}
