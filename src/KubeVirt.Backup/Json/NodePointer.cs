using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>JSON pointers (RFC 6901) over a tree of nodes, which can be edited.</summary>
internal static class NodePointer
{
    /// <summary>
    /// The node that a pointer leads to; <see langword="null"/> where there is none, and where a null stands there.
    /// </summary>
    /// <exception cref="FormatException">The pointer is neither empty nor begins with a slash.</exception>
    public static JsonNode? Find(JsonNode root, string pointer)
    {
        var node = root;
        foreach (var token in JsonPointer.Split(pointer))
            node = Child(node, token);

        return node;
    }

    /// <summary>
    /// Puts a value in place of the one that a pointer leads to. Objects that are absent on the way are created.
    /// </summary>
    /// <returns>
    /// <see langword="false"/>, and nothing changed but objects created on the way, where the pointer leads into a
    /// value or behind the end of a list, or is empty.
    /// </returns>
    public static bool Set(JsonNode root, string pointer, JsonNode? value)
    {
        var tokens = JsonPointer.Split(pointer);
        var node = root;
        foreach (var token in tokens.AsSpan(0, Math.Max(0, tokens.Length - 1)))
        {
            if (node is JsonObject parent && parent[token] is null)
                parent[token] = new JsonObject();

            node = Child(node, token);
            if (node is null)
                return false;
        }

        switch (node)
        {
            case JsonObject members when tokens.Length > 0:
                members[tokens[^1]] = value;
                return true;
            case JsonArray items when Index(items, tokens[^1]) is { } index:
                items[index] = value;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Removes the value that a pointer leads to; <see langword="false"/> where there is none.</summary>
    public static bool Remove(JsonNode root, string pointer)
    {
        var tokens = JsonPointer.Split(pointer);
        if (tokens.Length == 0)
            return false;

        var node = root;
        foreach (var token in tokens.AsSpan(..^1))
            node = Child(node, token);

        switch (node)
        {
            case JsonObject members:
                return members.Remove(tokens[^1]);
            case JsonArray items when Index(items, tokens[^1]) is { } index:
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The pointers that match a pattern, in document order. A null matches only where a star leads to it.
    /// </summary>
    /// <inheritdoc cref="PointerPattern" path="/summary"/>
    public static IReadOnlyList<string> Expand(JsonNode root, string pattern) =>
        PointerPattern.Expand<JsonNode?>(root, pattern, AddBelow);

    /// <summary>The texts that match a pattern with the pointers to them, in document order, in one pass.</summary>
    /// <inheritdoc cref="PointerPattern" path="/summary"/>
    public static IReadOnlyList<(string Pointer, string Text)> Texts(JsonNode root, string pattern)
    {
        var texts = new List<(string, string)>();
        foreach (var (pointer, node) in PointerPattern.Match<JsonNode?>(root, pattern, AddBelow))
        {
            if (node is JsonValue value && value.TryGetValue<string>(out var text))
                texts.Add((pointer, text));
        }

        return texts;
    }

    /// <summary>Adds what one token of a pattern leads to.</summary>
    private static void AddBelow(
        string pointer,
        JsonNode? node,
        string token,
        List<(string Pointer, JsonNode? Node)> found
    )
    {
        if (token == "*" && node is JsonObject members)
        {
            foreach (var (name, member) in members)
                found.Add(($"{pointer}/{JsonPointer.Escape(name)}", member));
        }
        else if (token == "*" && node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                found.Add(($"{pointer}/{i.ToString(CultureInfo.InvariantCulture)}", items[i]));
        }
        else if (Child(node, token) is { } child)
        {
            found.Add(($"{pointer}/{JsonPointer.Escape(token)}", child));
        }
    }

    /// <summary>The member or item that one token leads to.</summary>
    private static JsonNode? Child(JsonNode? node, string token) =>
        node switch
        {
            JsonObject members => members[token],
            JsonArray items when Index(items, token) is { } index => items[index],
            _ => null,
        };

    /// <summary>The position in a list that a token stands for; <see langword="null"/> where it is none.</summary>
    private static int? Index(JsonArray items, string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count
            ? index
            : null;
}
