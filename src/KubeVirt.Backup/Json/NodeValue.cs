using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>Converts between nodes of a tree, which can be edited, and elements or texts, which outlive it.</summary>
internal static class NodeValue
{
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
    };

    /// <summary>An object as a tree of its own, to be edited.</summary>
    public static JsonObject ObjectOf(ReadOnlyMemory<byte> json) =>
        JsonNode.Parse(json.Span, documentOptions: JsonLimits.Reading)!.AsObject();

    /// <summary>An object, or a part of one, as a tree; <see langword="null"/> for a JSON null.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: JsonLimits.Reading);

    /// <summary>A copy of a node as an element; <see langword="null"/> for a JSON null.</summary>
    public static JsonElement? ToElement(JsonNode? node) =>
        node is null ? null : JsonElement.Parse(ToText(node), JsonLimits.Reading);

    /// <summary>
    /// An element as a node, which shares the memory of the element until it is edited. <see langword="null"/> for a
    /// JSON null.
    /// </summary>
    public static JsonNode? Of(JsonElement? element) =>
        element switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object } members => JsonObject.Create(members),
            { ValueKind: JsonValueKind.Array } items => JsonArray.Create(items),
            { } value => JsonValue.Create(value),
        };

    /// <summary>A copy of an element as a node; <see langword="null"/> for a JSON null.</summary>
    public static JsonNode? FromElement(JsonElement? element) =>
        element is { } value ? Parse(value.GetRawText()) : null;

    /// <summary>A node as JSON in one line, or <c>(none)</c>. Characters outside ASCII stay as they are.</summary>
    public static string ToText(JsonNode? node) => node?.ToJsonString(Writing) ?? "(none)";
}
