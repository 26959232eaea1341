namespace KubeVirt.Backup.Manifests;

/// <summary>Lines of JSON text. Asked in rising order it counts each byte once.</summary>
internal sealed class JsonLines(ReadOnlyMemory<byte> json) : ILineMap
{
    private int _offset;
    private int _line = 1;

    public int LineAt(int offset)
    {
        if (offset < _offset)
            (_offset, _line) = (0, 1);
        _line += json.Span[_offset..offset].Count((byte)'\n');
        _offset = offset;
        return _line;
    }

    /// <summary>The offset of a byte in a line, both counted from 0.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, long line, long column)
    {
        var offset = 0;
        while (line-- > 0 && text[offset..].IndexOf((byte)'\n') is >= 0 and var end)
            offset += end + 1;
        return (int)Math.Min(text.Length, offset + column);
    }
}
