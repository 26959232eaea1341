using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>A node of a tree as an element or a text that outlives the tree.</summary>
internal static class NodeValue
{
    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
    };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = JsonLimits.MaxDepth };

    public static JsonElement? ToElement(JsonNode? node) =>
        node is null ? null : JsonElement.Parse(ToText(node), Reading);

    /// <summary>An element as a node of its own.</summary>
    public static JsonNode? Of(JsonElement? element) =>
        element switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Object } members => JsonObject.Create(members),
            { ValueKind: JsonValueKind.Array } items => JsonArray.Create(items),
            { } value => JsonValue.Create(value),
        };

    public static JsonNode? FromElement(JsonElement? element) =>
        element is { } value ? JsonNode.Parse(value.GetRawText(), documentOptions: Reading) : null;

    public static string ToText(JsonNode? node) => node?.ToJsonString(Writing) ?? "(none)";
}
