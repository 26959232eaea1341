using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Reads a JSON text token by token and goes over its gap without a look.</summary>
internal ref struct GapReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonGap _gap;
    private int _offset;

    /// <summary>The reader, for its tokens. <see cref="Read"/> and <see cref="Skip"/> move it on.</summary>
    public Utf8JsonReader Tokens;

    public GapReader(ReadOnlySpan<byte> json, JsonGap gap)
    {
        _json = json;
        _gap = gap;
        Tokens = gap.Before(json);
    }

    /// <summary>Where the token begins in the whole text.</summary>
    public readonly int TokenStart => _offset + (int)Tokens.TokenStartIndex;

    public bool Read()
    {
        if (Tokens.Read())
            return true;
        if (Tokens.IsFinalBlock)
            return false;
        Tokens = _gap.Behind(_json, Tokens.CurrentState);
        _offset = _gap.End;
        return Tokens.Read();
    }

    /// <summary>Moves from the start of an object or list to its end, as from a name to the end of its value.</summary>
    public void Skip()
    {
        if (Tokens.TrySkip())
            return;
        // The gap stands within.
        var depth = Tokens.CurrentDepth;
        while (Read() && Tokens.CurrentDepth > depth)
        {
        }
    }
}
