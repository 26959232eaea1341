using System.IO.Compression;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Unpacks a gzip and shows whether it was whole: what comes out of a whole one ends with <see cref="Mark"/>.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a gzip that breaks off for one that ends, and never compares its checksum then. So a
/// second gzip, of the mark, is put behind the first: it begins where the first one ends as it should, and is taken for
/// a part of it otherwise, which fits neither the data nor the checksum.
/// </remarks>
internal sealed class MarkedGZip(Stream packed) : Stream
{
    public const byte Mark = 1;

    private static readonly byte[] Tail = Pack([Mark]);
    private int _tailed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The unpacked stream, which disposes of the packed one.</summary>
    public static Stream Unpack(Stream packed) => new GZipStream(new MarkedGZip(packed), CompressionMode.Decompress);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await packed.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : ReadTail(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = packed.Read(buffer, offset, count);
        return read > 0 ? read : ReadTail(buffer.AsSpan(offset, count));
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            packed.Dispose();
        base.Dispose(disposing);
    }

    private int ReadTail(Span<byte> buffer)
    {
        var part = Tail.AsSpan(_tailed, Math.Min(buffer.Length, Tail.Length - _tailed));
        part.CopyTo(buffer);
        _tailed += part.Length;
        return part.Length;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return result.ToArray();
    }
}
