using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Finds one value in a JSON text without parsing the rest into a document.</summary>
/// <remarks>Each call reads the text again, from its start or from the member that its index leads to.</remarks>
internal static class PointerReader
{
    /// <summary>The value that a pointer leads to; <see langword="null"/> where there is none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="pointer">JSON pointer (RFC 6901).</param>
    /// <param name="memberIndex">Where the members of the text stand, if that is known.</param>
    public static JsonElement? Find(ReadOnlySpan<byte> json, string pointer, MemberIndex memberIndex = default)
    {
        if (!TryEnter(json, pointer, memberIndex, out var reader))
            return null;

        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>
    /// The string that a pointer leads to; <see langword="null"/> where there is none or it is no string. Apart from
    /// <see cref="Find"/>, since it is called so often that it must not cost a document.
    /// </summary>
    /// <inheritdoc cref="Find" path="/param"/>
    public static string? Text(ReadOnlySpan<byte> json, string pointer, MemberIndex memberIndex = default)
    {
        if (!TryEnter(json, pointer, memberIndex, out var reader))
            return null;

        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>
    /// The bytes of the string at a pointer as they stand in the text, without making a string of them; empty where
    /// there is none, or where it holds an escape.
    /// </summary>
    public static ReadOnlySpan<byte> RawText(ReadOnlySpan<byte> json, string pointer, MemberIndex memberIndex = default)
    {
        if (!TryEnter(json, pointer, memberIndex, out var reader) || reader.TokenType != JsonTokenType.String)
            return default;

        return reader.ValueIsEscaped ? default : reader.ValueSpan;
    }

    /// <summary>Moves a new reader to the value that a pointer leads to.</summary>
    private static bool TryEnter(
        ReadOnlySpan<byte> json,
        string pointer,
        MemberIndex memberIndex,
        out Utf8JsonReader reader
    )
    {
        reader = default;
        var steps = JsonPointer.Split(pointer).AsSpan();
        if (memberIndex.IsKnown && steps.Length > 0)
        {
            var place = memberIndex.PlaceOf(json, steps);
            if (place < 0)
                return false;

            json = json[memberIndex.ValueAt(json, place)..];
            steps = steps[(memberIndex.IsMetadata(place) ? 2 : 1)..];
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

    /// <summary>Moves the reader to the member or item that one token leads to.</summary>
    private static bool Step(ref Utf8JsonReader reader, string token) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => EnterMember(ref reader, token),
            JsonTokenType.StartArray => EnterItem(ref reader, token),
            _ => false,
        };

    /// <summary>Moves the reader to the value of a member. Of a name that stands twice the first counts.</summary>
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

    /// <summary>Moves the reader to an item of a list.</summary>
    private static bool EnterItem(ref Utf8JsonReader reader, string token)
    {
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return false;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index == 0)
                return true;

            index--;
            reader.Skip();
        }

        return false;
    }
}
