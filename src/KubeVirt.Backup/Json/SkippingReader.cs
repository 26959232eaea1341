using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Reads a JSON text token by token, and can skip the rest of a list without reading its tokens. Positions count from
/// the start of the whole text, also after a skip.
/// </summary>
internal ref struct SkippingReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _isWhole;
    private int _offset;

    /// <summary>The reader of the tokens. Its own positions count from the end of the last skip.</summary>
    public Utf8JsonReader Tokens;

    /// <param name="json">The text.</param>
    /// <param name="isWhole">Whether this is the whole text, and not only its first part.</param>
    /// <param name="options">How it is read.</param>
    public SkippingReader(ReadOnlySpan<byte> json, bool isWhole, JsonReaderOptions options)
    {
        _json = json;
        _isWhole = isWhole;
        Tokens = new Utf8JsonReader(json, isWhole, new JsonReaderState(options));
    }

    /// <summary>Where the token begins in the whole text.</summary>
    public readonly int TokenStart => _offset + (int)Tokens.TokenStartIndex;

    /// <summary>Where the token ends in the whole text.</summary>
    public readonly int TokenEnd => _offset + (int)Tokens.BytesConsumed;

    /// <summary>Bytes of the whole text.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _json.Slice(start, length);

    /// <summary>
    /// Skips from the start of a list to before its closing bracket. Does nothing where the text ends before that. What
    /// is skipped is not checked: neither its grammar nor its keys.
    /// </summary>
    public void SkipToEndOfList()
    {
        var end = EndOfList(_json[TokenEnd..]);
        if (end < 0)
            return;

        _offset = TokenEnd + end;
        Tokens = new Utf8JsonReader(_json[_offset..], _isWhole, Tokens.CurrentState);
    }

    /// <summary>
    /// The position of the bracket that closes the list whose content begins here; less than 0 where there is none.
    /// </summary>
    /// <remarks>
    /// The lists that are skipped hold few brackets and many quotes. So the search jumps from bracket to bracket, and
    /// counts the quotes between two brackets: an odd number means that the bracket stands inside a string.
    /// </remarks>
    private static int EndOfList(ReadOnlySpan<byte> json)
    {
        var depth = 1;
        var isInString = false;
        for (var at = 0; json[at..].IndexOfAny((byte)'[', (byte)']') is >= 0 and var found; at += found + 1)
        {
            isInString ^= int.IsOddInteger(CountQuotes(json.Slice(at, found)));
            if (isInString)
                continue;

            depth += json[at + found] == (byte)'[' ? 1 : -1;
            if (depth == 0)
                return at + found;
        }

        return -1;
    }

    /// <summary>How many quotes begin or end a string: all that are not escaped.</summary>
    private static int CountQuotes(ReadOnlySpan<byte> json)
    {
        var quotes = json.Count((byte)'"');
        for (var at = 0; at < json.Length && json[at..].IndexOf((byte)'\\') is >= 0 and var found; at += found + 2)
        {
            var escaped = at + found + 1;
            if (escaped < json.Length && json[escaped] == (byte)'"')
                quotes--;
        }

        return quotes;
    }
}
