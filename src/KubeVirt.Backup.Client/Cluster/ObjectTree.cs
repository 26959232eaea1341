using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Objects, and parts of them, as trees that can be edited: as deep as <see cref="Resource.Parse(string)"/> reads.</summary>
internal static class ObjectTree
{
    /// <summary>The deepest nesting of an object.</summary>
    public const int MaxDepth = 256;

    /// <summary>How an object is parsed: .NET would stop at a nesting of 64.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>An object as a tree of its own.</summary>
    public static JsonObject Of(Resource resource) =>
        JsonNode.Parse(resource.Json.Span, documentOptions: Reading)!.AsObject();

    /// <summary>A part of an object as a tree of its own; <see langword="null"/> for none and for a JSON null.</summary>
    public static JsonNode? Of(JsonElement? part) =>
        part is { } value ? JsonNode.Parse(value.GetRawText(), documentOptions: Reading) : null;

    /// <summary>A tree as an element of its own.</summary>
    public static JsonElement ToElement(JsonObject root) => JsonElement.Parse(root.ToJsonString(), Reading);
}
