using System.Buffers;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads a list window by window, so that its file is never held as a whole: each window is a list that breaks off, and
/// what stands behind its last whole item moves to the front of the next.
/// </summary>
/// <remarks>
/// Only for lists as kubectl and API servers write them. All else, and what is amiss with a list, is for who reads the
/// whole text.
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
    /// <summary>As much as stays in a processor's cache while it is looked at.</summary>
    public const int WindowBytes = 256 << 10;

    // Room for an item of 2 MB at the least; etcd takes none larger than 1.5 MiB unless told otherwise
    // (--max-request-bytes).
    private const int MostWindows = 16;
    private readonly JsonPack _pack = new(stream.Length - stream.Position);
    private int _length;
    private int _front;
    private int _line = 1;

    /// <summary>
    /// Reads all. <see langword="false"/> where this is not such a list: then the stream stands anywhere, and the
    /// collector holds any part of it.
    /// </summary>
    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostWindows * windowBytes);
        var isRead = await TryReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
        return isRead;
    }

    private async Task<bool> TryReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        for (var wanted = windowBytes; _length + wanted <= buffer.Length; )
        {
            var read = await stream
                .ReadAtLeastAsync(
                    buffer.AsMemory(_length, wanted),
                    wanted,
                    throwOnEndOfStream: false,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var isLast = read < wanted;
            _length += read;
            var text = buffer.AsMemory(0, isLast ? _length : ManifestText.LengthWithoutCut(buffer.AsSpan(0, _length)));
            if (!ManifestText.IsText(text.Span))
                return false;
            var document = new ManifestDocument(
                text,
                new JsonLines(text, _front, _line),
                file,
                options,
                _pack,
                collector.Texts,
                cancellationToken
            );
            if (document.ReadWindow(_front, isLast, collector) is not var (start, end))
                return false;
            if (isLast)
                return true;
            // What holds no whole item is read again with as much behind it.
            wanted = end > _front ? windowBytes : _length;
            if (end > _front)
                MoveOn(buffer, start, end, document.PlaceOf(end).Line);
        }

        return false;
    }

    /// <summary>
    /// Lets an empty object stand for the items that were read, so that the comma behind the last of them is still
    /// where it must be.
    /// </summary>
    private void MoveOn(byte[] buffer, int start, int end, int line)
    {
        var placeholder = "{}"u8;
        if (_front == 0)
        {
            placeholder.CopyTo(buffer.AsSpan(start));
            _front = start + placeholder.Length;
        }

        buffer.AsSpan(end, _length - end).CopyTo(buffer.AsSpan(_front));
        (_length, _line) = (_front + _length - end, line);
    }
}
