using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Reads patch documents, and knows what none may change.</summary>
internal static class PatchText
{
    private static readonly JsonDocumentOptions Reading = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = JsonLimits.MaxDepth,
    };

    /// <summary>
    /// What makes an object the one it is. Names are changed by a map, which changes the references too.
    /// </summary>
    public static readonly string[] Identity = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"];

    /// <exception cref="PatchException">The text is not one JSON value.</exception>
    public static JsonNode? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return JsonNode.Parse(text, documentOptions: Reading);
        }
        catch (JsonException e)
        {
            // The reader's own words quote the patch, which may hold a secret.
            throw new PatchException([
                $"it is not one JSON value: it breaks off at byte {e.BytePositionInLine} of a line",
            ]);
        }
    }

    /// <summary>Why nothing may be written at a pointer; <see langword="null"/> where it may.</summary>
    public static string? Fault(string pointer) =>
        Identity.FirstOrDefault(field =>
            (field + "/").StartsWith(pointer + "/", StringComparison.Ordinal)
            || (pointer + "/").StartsWith(field + "/", StringComparison.Ordinal)
        )
            is { } identity
            ? Change(identity)
            : null;

    public static string Change(string field) => $"it would change {field}; names and namespaces are changed by a map";
}
