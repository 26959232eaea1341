using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Finds one value in a JSON text without building a tree of the rest.</summary>
internal static class PointerReader
{
    public static JsonElement? Find(ReadOnlySpan<byte> json, string pointer)
    {
        var reader = Open(json);
        return Enter(ref reader, pointer) ? JsonElement.ParseValue(ref reader) : null;
    }

    public static bool Has(ReadOnlySpan<byte> json, string pointer)
    {
        var reader = Open(json);
        return Enter(ref reader, pointer);
    }

    /// <summary>The string there; the one thing that is asked so often that it must not cost a document.</summary>
    public static string? Text(ReadOnlySpan<byte> json, string pointer)
    {
        var reader = Open(json);
        return Enter(ref reader, pointer) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>Where a text stands, its quotes included.</summary>
    public static Range? FindText(ReadOnlySpan<byte> json, string pointer, string text)
    {
        var reader = Open(json);
        return Enter(ref reader, pointer) && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text)
            ? (int)reader.TokenStartIndex..(int)reader.BytesConsumed
            : null;
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        reader.Read();
        return reader;
    }

    private static bool Enter(ref Utf8JsonReader reader, string pointer)
    {
        foreach (var token in JsonPointer.Split(pointer))
        {
            if (!Step(ref reader, token))
                return false;
        }

        return true;
    }

    private static bool Step(ref Utf8JsonReader reader, string token) => reader.TokenType switch
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
