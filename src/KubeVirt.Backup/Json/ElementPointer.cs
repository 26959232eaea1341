using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>JSON pointers (RFC 6901) over what was parsed and is not edited.</summary>
internal static class ElementPointer
{
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

    /// <summary>The pointers to what a pattern meets, in document order.</summary>
    public static IReadOnlyList<string> Expand(JsonElement root, string pattern) =>
        PointerPattern.Expand(root, pattern, AddBelow);

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
            var i = 0;
            foreach (var item in element.EnumerateArray())
                found.Add(($"{pointer}/{(i++).ToString(CultureInfo.InvariantCulture)}", item));
        }
        else if (TryEnter(element, token, out var child) && child.ValueKind != JsonValueKind.Null)
        {
            found.Add(($"{pointer}/{JsonPointer.Escape(token)}", child));
        }
    }

    private static bool TryEnter(JsonElement element, string token, out JsonElement child)
    {
        child = default;
        if (element.ValueKind == JsonValueKind.Object)
            return element.TryGetProperty(token, out child);
        if (
            element.ValueKind != JsonValueKind.Array
            || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= element.GetArrayLength()
        )
            return false;
        child = element[index];
        return true;
    }
}
