using System.Text.Json.Nodes;

namespace KubeVirt.Backup;

/// <summary>Keeps the values of Secrets out of everything that is printed or written as a report.</summary>
internal static class Redaction
{
    // What the server and controllers write, and names.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generateName",
        "generation",
        "name",
        "namespace",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid",
    };

    /// <summary>
    /// Whether a value may show a secret: everything in a Secret but its harmless metadata. Annotations may, since
    /// kubectl keeps whole objects in one; so may labels, since a patch can copy a value there, and managed fields, which
    /// hold the values of sets.
    /// </summary>
    /// <param name="id">The object.</param>
    /// <param name="pointer">JSON pointer to the value.</param>
    public static bool Applies(ResourceId id, string pointer)
    {
        if (id.Kind != Kinds.Secret)
            return false;

        var isHarmless = pointer.Split('/') is ["", "metadata", var field, ..] && Harmless.Contains(field);

        return !isHarmless;
    }

    /// <summary>A text in place of a value; <see langword="null"/> where there is none.</summary>
    public static JsonNode? Of(JsonNode? value) =>
        value is null ? null : JsonValue.Create("(not shown: a Secret's value)");
}
