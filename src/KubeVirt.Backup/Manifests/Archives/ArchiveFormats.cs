using System.Buffers;
using System.IO.Pipelines;

namespace KubeVirt.Backup.Manifests;

/// <summary>Finds out whether a file is an archive or a manifest.</summary>
internal static class ArchiveFormats
{
    /// <summary>
    /// The format by the first bytes of a file: <see cref="TarHeader.BlockSize"/> of them, or all there are.
    /// </summary>
    public static ArchiveFormat Of(ReadOnlySpan<byte> start)
    {
        if (start is [0x1f, 0x8b, ..])
            return ArchiveFormat.GZip;

        return TarHeader.IsHeader(start) ? ArchiveFormat.Tar : ArchiveFormat.None;
    }

    /// <summary>
    /// The format of a stream, and a stream of the same bytes from where it stood. It need not be seekable and is left
    /// open.
    /// </summary>
    public static async Task<(ArchiveFormat Format, Stream Whole)> DetectAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var start = await pipe.ReadAtLeastAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        var length = Math.Min(start.Buffer.Length, TarHeader.BlockSize);
        var format = Of(start.Buffer.Slice(0, length).ToArray());
        // Nothing is consumed, so the stream of the pipe begins with these bytes again.
        pipe.AdvanceTo(start.Buffer.Start);

        return (format, pipe.AsStream());
    }
}
