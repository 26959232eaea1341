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

    /// <summary>
    /// Reads one JSON value. A member that stands twice is refused, since tools read it in different ways.
    /// </summary>
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
    public static string? Fault(string pointer)
    {
        var changed = Identity.FirstOrDefault(field => IsWithin(field, pointer) || IsWithin(pointer, field));

        return changed is null ? null : Change(changed);
    }

    /// <summary>What is wrong with a patch that changes a field of <see cref="Identity"/>.</summary>
    public static string Change(string field) => $"it would change {field}; names and namespaces are changed by a map";

    private static bool IsWithin(string pointer, string outer) =>
        $"{pointer}/".StartsWith($"{outer}/", StringComparison.Ordinal);
}
