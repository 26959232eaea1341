using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>Looks into JSON of any shape: what is not there, or of another type, is <see langword="null"/>.</summary>
internal static class JsonMembers
{
    public static JsonElement? Find(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var member)
            ? member
            : null;

    public static string? Text(JsonElement? holder, string name) =>
        Find(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool IsTrue(JsonElement? holder, string name) =>
        Find(holder, name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a list; none where it is none.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];
}
