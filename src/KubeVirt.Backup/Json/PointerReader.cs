using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Finds one value in a JSON text without building a tree of the rest.</summary>
internal static class PointerReader
{
    public static JsonElement? Find(ReadOnlySpan<byte> json, string pointer)
    {
        var tokens = JsonPointer.Split(pointer);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        reader.Read();
        foreach (var token in tokens)
        {
            if (!Enter(ref reader, token))
                return null;
        }

        return JsonElement.ParseValue(ref reader);
    }

    private static bool Enter(ref Utf8JsonReader reader, string token) => reader.TokenType switch
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
