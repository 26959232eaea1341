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

    /// <summary>From the start of a list to before its end; nowhere where it has none.</summary>
    public void LeapToEnd()
    {
        var end = EndOfList(_json[TokenEnd..]);
        if (end < 0)
            return;
        _offset = TokenEnd + end;
        Tokens = new Utf8JsonReader(_json[_offset..], _isWhole, Tokens.CurrentState);
    }

    /// <summary>Where the bracket stands that closes the list that these bytes are in; less than 0 where none does.</summary>
    private static int EndOfList(ReadOnlySpan<byte> json)
    {
        var open = 1;
        for (var at = 0; ;)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'[', (byte)']');
            if (found < 0)
                return -1;
            at += found;
            switch (json[at++])
            {
                case (byte)'[':
                    open++;
                    break;
                case (byte)']':
                    if (--open == 0)
                        return at - 1;
                    break;
                default:
                    var length = LengthOfText(json[at..]);
                    if (length < 0)
                        return -1;
                    at += length + 1;
                    break;
            }
        }
    }

    /// <summary>How long the text is up to the quote that closes it; less than 0 where none does.</summary>
    private static int LengthOfText(ReadOnlySpan<byte> json)
    {
        for (var at = 0; ;)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                return -1;
            at += found;
            if (json[at] == (byte)'"')
                return at;
            // What is escaped closes nothing.
            at = Math.Min(at + 2, json.Length);
        }
    }
}
