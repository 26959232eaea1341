namespace KubeVirt.Backup.Manifests;

/// <summary>Finds the line of an offset in JSON text. Asked in ascending order it counts each byte once.</summary>
/// <param name="json">The text.</param>
/// <param name="start">The offset that lines are counted from. Nobody asks for an offset before it.</param>
/// <param name="line">The line of that offset.</param>
internal sealed class JsonLines(ReadOnlyMemory<byte> json, int start = 0, int line = 1) : ILineMap
{
    private readonly int _start = start;
    private readonly int _startLine = line;
    private int _offset = start;
    private int _line = line;

    /// <inheritdoc/>
    public int LineAt(int offset)
    {
        if (offset < _offset)
        {
            _offset = _start;
            _line = _startLine;
        }

        _line += json.Span[_offset..offset].Count((byte)'\n');
        _offset = offset;

        return _line;
    }

    /// <summary>The offset of a byte by its line and its position in the line, both counted from 0.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, long line, long column)
    {
        var offset = 0;
        for (var remaining = line; remaining > 0; remaining--)
        {
            var lineLength = text[offset..].IndexOf((byte)'\n');
            if (lineLength < 0)
                break;
            offset += lineLength + 1;
        }

        return (int)Math.Min(text.Length, offset + column);
    }
}
