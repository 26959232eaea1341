using System.IO.Compression;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Unpacks a gzip and appends a mark, which shows that the gzip was whole: only then the unpacked bytes end with
/// <see cref="Mark"/>.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> accepts a gzip that breaks off as one that ends, and does not compare its checksum. So a
/// second gzip, which holds the mark, is appended to the packed bytes. Where the first one is whole, the second one
/// begins behind it and is unpacked. Where the first one breaks off, the second one is read as a part of it, and fits
/// neither its data nor its checksum.
/// </remarks>
/// <param name="packed">The gzip. Disposed with this stream.</param>
internal sealed class EndMarkedGZip(Stream packed) : ForwardStream
{
    /// <summary>
    /// The last unpacked byte of a whole gzip. Not zero, so that it differs from the padding of a tar.
    /// </summary>
    public const byte Mark = 1;

    private static readonly byte[] PackedMark = Pack([Mark]);

    // How many bytes of the packed mark have been read.
    private int _markBytesRead;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>The unpacked stream, which disposes of the packed one.</summary>
    public static Stream Unpack(Stream packed) => new GZipStream(new EndMarkedGZip(packed), CompressionMode.Decompress);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await packed.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);

        return count > 0 ? count : ReadMark(buffer.Span);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = packed.Read(buffer, offset, count);

        return read > 0 ? read : ReadMark(buffer.AsSpan(offset, count));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            packed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads the packed mark behind the end of the first gzip; 0 where it was read already.</summary>
    private int ReadMark(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, PackedMark.Length - _markBytesRead);
        PackedMark.AsSpan(_markBytesRead, length).CopyTo(buffer);
        _markBytesRead += length;

        return length;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
            gzip.Write(bytes);

        return result.ToArray();
    }
}
