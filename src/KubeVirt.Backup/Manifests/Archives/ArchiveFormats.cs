using System.Buffers;
using System.IO.Pipelines;

namespace KubeVirt.Backup.Manifests;

/// <summary>Tells archives from manifests.</summary>
internal static class ArchiveFormats
{
    /// <summary>
    /// The format of what begins with these bytes, <see cref="TarHeader.BlockSize"/> of them or all there are.
    /// </summary>
    public static ArchiveFormat Of(ReadOnlySpan<byte> start) =>
        start is [0x1f, 0x8b, ..] ? ArchiveFormat.GZip
        : TarHeader.IsHeader(start) ? ArchiveFormat.Tar
        : ArchiveFormat.None;

    /// <summary>
    /// The format of a stream, and the same stream from where it stood; it need not be seekable and is left open.
    /// </summary>
    public static async Task<(ArchiveFormat Format, Stream Whole)> DetectAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var start = await pipe.ReadAtLeastAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        var format = Of(start.Buffer.Slice(0, Math.Min(start.Buffer.Length, TarHeader.BlockSize)).ToArray());
        pipe.AdvanceTo(start.Buffer.Start);
        return (format, pipe.AsStream());
    }
}
