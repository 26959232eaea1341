using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>JSON pointers (RFC 6901) over a parsed document, which cannot be edited.</summary>
internal static class ElementPointer
{
    /// <summary>The value that a pointer leads to; <see langword="null"/> where there is none.</summary>
    /// <exception cref="FormatException">The pointer is neither empty nor begins with a slash.</exception>
    public static JsonElement? Find(JsonElement root, string pointer)
    {
        var found = root;
        foreach (var token in JsonPointer.Split(pointer))
        {
            if (!TryEnter(found, token, out found))
                return null;
        }

        return found;
    }

    /// <summary>
    /// The pointers that match a pattern, in document order. A null matches only where a star leads to it.
    /// </summary>
    /// <inheritdoc cref="PointerPattern" path="/summary"/>
    public static IReadOnlyList<string> Expand(JsonElement root, string pattern) =>
        PointerPattern.Expand(root, pattern, AddBelow);

    /// <summary>The texts that match a pattern with the pointers to them, in document order, in one pass.</summary>
    /// <inheritdoc cref="PointerPattern" path="/summary"/>
    public static IReadOnlyList<(string Pointer, string Text)> Texts(JsonElement root, string pattern) =>
        [
            .. PointerPattern
                .Match(root, pattern, AddBelow)
                .Where(match => match.Place.ValueKind == JsonValueKind.String)
                .Select(match => (match.Pointer, match.Place.GetString()!)),
        ];

    /// <summary>Adds what one token of a pattern leads to.</summary>
    private static void AddBelow(
        string pointer,
        JsonElement element,
        string token,
        List<(string Pointer, JsonElement Element)> found
    )
    {
        if (token == "*" && element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
                found.Add(($"{pointer}/{JsonPointer.Escape(member.Name)}", member.Value));
        }
        else if (token == "*" && element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                found.Add(($"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}", item));
                index++;
            }
        }
        else if (TryEnter(element, token, out var child) && child.ValueKind != JsonValueKind.Null)
        {
            found.Add(($"{pointer}/{JsonPointer.Escape(token)}", child));
        }
    }

    /// <summary>The member or item that one token leads to.</summary>
    private static bool TryEnter(JsonElement element, string token, out JsonElement child)
    {
        child = default;
        if (element.ValueKind == JsonValueKind.Object)
            return element.TryGetProperty(token, out child);
        if (element.ValueKind != JsonValueKind.Array)
            return false;
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        if (index >= element.GetArrayLength())
            return false;

        child = element[index];
        return true;
    }
}
