using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// Reads lists, times and switches out of objects. What is absent or of another type reads as nothing.
/// </summary>
internal static class StatusReader
{
    /// <summary>The objects in a list; empty where there is no list.</summary>
    public static IEnumerable<JsonElement> Objects(Resource resource, string pointer) =>
        Items(resource.At(pointer), JsonValueKind.Object);

    /// <summary>The objects in a list that is a member of an object; empty where there is no list.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement parent, string name) =>
        Items(parent.TryGetProperty(name, out var list) ? list : null, JsonValueKind.Object);

    /// <summary>The texts in a list; empty where there is no list.</summary>
    public static IReadOnlyList<string> Texts(Resource resource, string pointer) =>
        [.. Items(resource.At(pointer), JsonValueKind.String).Select(item => item.GetString()!)];

    /// <summary>A text that is a member of an object; empty where it is absent or no text.</summary>
    public static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Whether the value is <c>true</c>.</summary>
    public static bool IsTrue(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.True };

    /// <summary>
    /// A time as Kubernetes writes it, by RFC 3339; <see langword="null"/> where it is absent or no time.
    /// </summary>
    public static DateTimeOffset? Time(Resource resource, string pointer) => Time(resource.StringAt(pointer));

    /// <summary>A time that is a member of an object, as Kubernetes writes it.</summary>
    public static DateTimeOffset? Time(JsonElement parent, string name) => Time(Text(parent, name));

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static IEnumerable<JsonElement> Items(JsonElement? list, JsonValueKind kind) =>
        list is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Where(item => item.ValueKind == kind)
            : [];
}
