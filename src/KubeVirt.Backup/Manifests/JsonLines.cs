namespace KubeVirt.Backup.Manifests;

/// <summary>Lines of JSON text. Asked in rising order it counts each byte once.</summary>
/// <param name="json">The text.</param>
/// <param name="start">Where the lines are counted from; nothing before it is asked for.</param>
/// <param name="line">The line that this is in.</param>
internal sealed class JsonLines(ReadOnlyMemory<byte> json, int start = 0, int line = 1) : ILineMap
{
    private readonly (int Offset, int Line) _start = (start, line);
    private int _offset = start;
    private int _line = line;

    public int LineAt(int offset)
    {
        if (offset < _offset)
            (_offset, _line) = _start;
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
