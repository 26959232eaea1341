using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Reads members of JSON of any shape: what is not there, or of another type, is <see langword="null"/>. A status can
/// have any shape, since archives come from anywhere.
/// </summary>
internal static class JsonMembers
{
    /// <summary>A member of an object.</summary>
    public static JsonElement? Find(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var member)
            ? member
            : null;

    /// <summary>A member that is a text.</summary>
    public static string? Text(JsonElement? holder, string name) =>
        Find(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Whether a member is true.</summary>
    public static bool IsTrue(JsonElement? holder, string name) =>
        Find(holder, name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a list; none where it is none.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];
}
