using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Reads a JSON text token by token, and can leap over a list without a look at what is in it.</summary>
internal ref struct LeapReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isWhole;
    private int _offset;

    /// <summary>The reader, whose positions count from the end of the last leap.</summary>
    public Utf8JsonReader Tokens;

    /// <summary>At the start of a text, which is whole or the first part of one.</summary>
    public LeapReader(ReadOnlySpan<byte> json, bool isWhole, JsonReaderOptions options)
    {
        _json = json;
        _isWhole = isWhole;
        Tokens = new Utf8JsonReader(json, isWhole, new JsonReaderState(options));
    }

    /// <summary>Where the token begins in the whole text.</summary>
    public readonly int TokenStart => _offset + (int)Tokens.TokenStartIndex;

    /// <summary>Where the token ends in the whole text.</summary>
    public readonly int TokenEnd => _offset + (int)Tokens.BytesConsumed;

    /// <summary>A part of the whole text.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _json.Slice(start, length);

    /// <summary>From the start of a list to before its end; nowhere where it has none.</summary>
    public void LeapToEnd()
    {
        var end = EndOfList(_json[TokenEnd..]);
        if (end < 0)
            return;
        _offset = TokenEnd + end;
        Tokens = new Utf8JsonReader(_json[_offset..], _isWhole, Tokens.CurrentState);
    }

    /// <summary>
    /// Where the bracket stands that closes the list that these bytes are in; less than 0 where none does.
    /// </summary>
    /// <remarks>
    /// Brackets are rare in what is leapt over, and quotes are not: so the quotes between two brackets are counted, not
    /// visited.
    /// </remarks>
    private static int EndOfList(ReadOnlySpan<byte> json)
    {
        var (open, isInText) = (1, false);
        for (var at = 0; json[at..].IndexOfAny((byte)'[', (byte)']') is >= 0 and var found; at += found + 1)
        {
            isInText ^= int.IsOddInteger(Quotes(json.Slice(at, found)));
            if (!isInText && (open += json[at + found] == (byte)'[' ? 1 : -1) == 0)
                return at + found;
        }

        return -1;
    }

    /// <summary>How many quotes begin or end a text.</summary>
    private static int Quotes(ReadOnlySpan<byte> json)
    {
        var quotes = json.Count((byte)'"');
        for (var at = 0; at < json.Length && json[at..].IndexOf((byte)'\\') is >= 0 and var found; at += found + 2)
        {
            // What is escaped ends nothing.
            if (at + found + 1 < json.Length && json[at + found + 1] == (byte)'"')
                quotes--;
        }

        return quotes;
    }
}
