using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Finds one value in a JSON text without building a tree of the rest.</summary>
internal static class PointerReader
{
    public static JsonElement? Find(ReadOnlySpan<byte> json, string pointer, Outline outline = default) =>
        TryEnter(json, pointer, outline, out var reader) ? JsonElement.ParseValue(ref reader) : null;

    /// <summary>The string there; the one thing that is asked so often that it must not cost a document.</summary>
    public static string? Text(ReadOnlySpan<byte> json, string pointer, Outline outline = default) =>
        TryEnter(json, pointer, outline, out var reader) && reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : null;

    /// <summary>Where a text stands, its quotes included.</summary>
    public static Range? FindText(ReadOnlySpan<byte> json, string pointer, string text) =>
        TryEnter(json, pointer, default, out var reader)
        && reader.TokenType == JsonTokenType.String
        && reader.ValueTextEquals(text)
            ? (int)reader.TokenStartIndex..(int)reader.BytesConsumed
            : null;

    private static bool TryEnter(ReadOnlySpan<byte> json, string pointer, Outline outline, out Utf8JsonReader reader)
    {
        reader = default;
        var steps = JsonPointer.Split(pointer).AsSpan();
        if (outline.IsKnown && steps.Length > 0)
        {
            var place = outline.PlaceOf(json, steps);
            if (place < 0)
                return false;
            json = json[outline.ValueAt(json, place)..];
            steps = steps[(outline.IsMetadata(place) ? 2 : 1)..];
        }

        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        reader.Read();
        foreach (var step in steps)
        {
            if (!Step(ref reader, step))
                return false;
        }

        return true;
    }

    private static bool Step(ref Utf8JsonReader reader, string token) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => EnterMember(ref reader, token),
            JsonTokenType.StartArray => EnterItem(ref reader, token),
            _ => false,
        };

    private static bool EnterMember(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool EnterItem(ref Utf8JsonReader reader, string token)
    {
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
                return true;
            reader.Skip();
        }

        return false;
    }
}
