using System.Buffers;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads a large list window by window, so that its file is never in memory as a whole. Each window is a list that
/// breaks off, and what stands behind its last whole item moves to the front of the next window.
/// </summary>
/// <remarks>
/// Only for lists as kubectl and API servers write them. Everything else, and a list with something wrong in it, is
/// left to the reader of the whole text.
/// </remarks>
/// <param name="stream">The list, from here to the end. Its length is known.</param>
/// <param name="file">What findings call it.</param>
/// <param name="options">How it is read.</param>
/// <param name="collector">Takes the items.</param>
/// <param name="windowBytes">How much is read at a time.</param>
internal sealed class StreamedList(
    Stream stream,
    string file,
    ManifestOptions options,
    ManifestCollector collector,
    int windowBytes = StreamedList.WindowBytes
)
{
    /// <summary>As much as stays in a processor's cache while it is read.</summary>
    public const int WindowBytes = 256 << 10;

    // Room for an item of at least 2 MB. Etcd accepts none above 1.5 MiB by default (--max-request-bytes).
    private const int MaxWindows = 16;
    private readonly JsonPack _pack = new(stream.Length - stream.Position);

    // How many bytes the buffer holds.
    private int _length;

    // Where the items begin that are still to be read; before it stands the head of the list.
    private int _front;
    private int _line = 1;

    /// <summary>Reads the whole list.</summary>
    /// <returns>
    /// <see langword="false"/> where this is no such list. Then the stream stands anywhere, and the collector holds any
    /// part of the items.
    /// </returns>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxWindows * windowBytes);
        var isRead = await TryReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);

        return isRead;
    }

    /// <summary>Reads window after window into one buffer. Gives up where an item does not fit into it.</summary>
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

            var textLength = isLast ? _length : ManifestText.LengthWithoutCut(buffer.AsSpan(0, _length));
            var text = buffer.AsMemory(0, textLength);
            if (!ManifestText.IsText(text.Span))
                return false;

            var lines = new JsonLines(text, _front, _line);
            var document = new ManifestDocument(text, lines, file, options, _pack, collector.Texts, cancellationToken);
            if (document.ReadWindow(_front, isLast, collector) is not var (start, end))
                return false;
            if (isLast)
                return true;

            if (end > _front)
            {
                MoveRestToFront(buffer, start, end, document.PlaceOf(end).Line);
                wanted = windowBytes;
            }
            else
            {
                // The window does not hold a whole item: read it again with as much behind it.
                wanted = _length;
            }
        }

        return false;
    }

    /// <summary>
    /// Moves what follows the last whole item to the front. An empty object takes the place of the items that were
    /// read, so that the comma behind the last of them is still where it must be.
    /// </summary>
    private void MoveRestToFront(byte[] buffer, int start, int end, int line)
    {
        var placeholder = "{}"u8;
        if (_front == 0)
        {
            placeholder.CopyTo(buffer.AsSpan(start));
            _front = start + placeholder.Length;
        }

        var rest = buffer.AsSpan(end, _length - end);
        rest.CopyTo(buffer.AsSpan(_front));
        _length = _front + rest.Length;
        _line = line;
    }
}
