using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Finds one value in a JSON text without building a tree of the rest.</summary>
internal static class PointerReader
{
    public static JsonElement? Find(ReadOnlySpan<byte> json, string pointer, JsonGap gap = default)
    {
        var reader = Open(json, gap);
        return Enter(ref reader, pointer) ? JsonElement.ParseValue(ref reader.Tokens) : null;
    }

    /// <summary>The string there; the one thing that is asked so often that it must not cost a document.</summary>
    public static string? Text(ReadOnlySpan<byte> json, string pointer, JsonGap gap = default)
    {
        var reader = Open(json, gap);
        return Enter(ref reader, pointer) && reader.Tokens.TokenType == JsonTokenType.String ? reader.Tokens.GetString() : null;
    }

    /// <summary>Where a text stands, its quotes included.</summary>
    public static Range? FindText(ReadOnlySpan<byte> json, string pointer, string text)
    {
        var reader = Open(json, default);
        return Enter(ref reader, pointer) && reader.Tokens.TokenType == JsonTokenType.String && reader.Tokens.ValueTextEquals(text)
            ? (int)reader.Tokens.TokenStartIndex..(int)reader.Tokens.BytesConsumed
            : null;
    }

    private static GapReader Open(ReadOnlySpan<byte> json, JsonGap gap)
    {
        var reader = new GapReader(json, gap);
        reader.Read();
        return reader;
    }

    private static bool Enter(ref GapReader reader, string pointer)
    {
        foreach (var token in JsonPointer.Split(pointer))
        {
            if (!Step(ref reader, token))
                return false;
        }

        return true;
    }

    private static bool Step(ref GapReader reader, string token) => reader.Tokens.TokenType switch
    {
        JsonTokenType.StartObject => EnterMember(ref reader, token),
        JsonTokenType.StartArray => EnterItem(ref reader, token),
        _ => false,
    };

    private static bool EnterMember(ref GapReader reader, string name)
    {
        while (reader.Read() && reader.Tokens.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.Tokens.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool EnterItem(ref GapReader reader, string token)
    {
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;
        while (reader.Read() && reader.Tokens.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
                return true;
            reader.Skip();
        }

        return false;
    }
}
