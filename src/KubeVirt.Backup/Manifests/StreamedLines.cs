using System.Buffers;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads large JSON lines, an object in each line, window by window, so that their file is never in memory as a whole.
/// What stands behind the last whole line of a window moves to the front of the next one.
/// </summary>
/// <remarks>
/// Everything else, and lines with something wrong in them, are left to the reader of the whole text. Source:
/// https://jsonlines.org.
/// </remarks>
/// <param name="stream">The lines, from here to the end. Their length is known.</param>
/// <param name="file">What findings call them.</param>
/// <param name="options">How they are read.</param>
/// <param name="collector">Takes the objects.</param>
/// <param name="windowBytes">How much is read at a time.</param>
internal sealed class StreamedLines(
    Stream stream,
    string file,
    ManifestOptions options,
    ManifestCollector collector,
    int windowBytes = StreamedList.WindowBytes
)
{
    // As much room for a line as a list has for an item.
    private const int MaxWindows = 16;
    private readonly JsonPack _pack = new(stream.Length - stream.Position);

    // How many bytes the buffer holds.
    private int _length;

    // The line and the document with which the buffer begins.
    private int _line = 1;
    private int _document = 1;

    /// <summary>Reads all lines.</summary>
    /// <returns>
    /// <see langword="false"/> where these are no such lines. Then the stream stands anywhere, and the collector holds any
    /// part of the objects.
    /// </returns>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxWindows * windowBytes);
        var isRead = await TryReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);

        return isRead;
    }

    /// <summary>Reads window after window into one buffer. Gives up where a line does not fit into it.</summary>
    private async Task<bool> TryReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        for (var wanted = windowBytes; _length + wanted <= buffer.Length; )
        {
            var free = buffer.AsMemory(_length, wanted);
            var read = await stream
                .ReadAtLeastAsync(free, wanted, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            var isLast = read < wanted;
            _length += read;

            var wholeLines = isLast ? _length : buffer.AsSpan(0, _length).LastIndexOf((byte)'\n') + 1;
            if (_document == 1 && wholeLines > 0 && !BeginsWithLines(buffer.AsSpan(0, _length)))
                return false;
            if (!TryTake(buffer.AsMemory(0, wholeLines), cancellationToken))
                return false;
            if (isLast)
                return true;

            buffer.AsSpan(wholeLines, _length - wholeLines).CopyTo(buffer);
            _length -= wholeLines;
            // A window without the end of a line is read again with as much behind it.
            wanted = wholeLines > 0 ? windowBytes : _length;
        }

        return false;
    }

    /// <summary>Takes whole lines in, unless one of them is no JSON.</summary>
    private bool TryTake(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (!ManifestText.IsText(text.Span))
            return false;

        var lines = new JsonLines(text, line: _line);
        var document = new ManifestDocument(text, lines, file, options, _pack, collector.Texts, cancellationToken);
        if (document.Read(_document, allowArray: true, collector) is not null)
            return false;

        _document = document.Number;
        _line += text.Span.Count((byte)'\n');
        return true;
    }

    /// <summary>Whether the first line is an object, and another one begins with what is known of the second.</summary>
    private static bool BeginsWithLines(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0)
            return false;

        var first = text[..end].Trim(" \t\r"u8);
        var second = text[(end + 1)..].TrimStart(" \t\r\n"u8);
        return first.StartsWith("{"u8) && first.EndsWith("}"u8) && (second.IsEmpty || second.StartsWith("{"u8));
    }
}
