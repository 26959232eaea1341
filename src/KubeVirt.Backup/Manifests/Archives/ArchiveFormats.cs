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
        if (EncryptedHeader.IsHeader(start))
            return ArchiveFormat.Encrypted;

        return TarHeader.IsHeader(start) ? ArchiveFormat.Tar : ArchiveFormat.None;
    }

    /// <summary>
    /// The format of a stream, and a stream of the same bytes from where it stood, decrypted where they are encrypted. It
    /// need not be seekable and is left open.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">The keys, and whether there must be one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">It cannot be decrypted, or is not encrypted and has to be.</exception>
    public static async Task<(ArchiveFormat Format, Stream Whole)> OpenAsync(
        Stream stream,
        string name,
        ManifestOptions options,
        CancellationToken cancellationToken
    )
    {
        var (format, whole) = await DetectAsync(stream, leaveOpen: true, cancellationToken).ConfigureAwait(false);
        if (format != ArchiveFormat.Encrypted)
        {
            if (options.RequiresEncryption)
                throw NotEncrypted(name);
            return (format, whole);
        }

        var decrypted = await DecryptingStream
            .OpenAsync(whole, name, options.ArchiveKeys, cancellationToken)
            .ConfigureAwait(false);
        var (inner, content) = await DetectAsync(decrypted, leaveOpen: false, cancellationToken).ConfigureAwait(false);
        if (inner is not (ArchiveFormat.Tar or ArchiveFormat.GZip))
            throw new ArchiveException(
                $"{name}: what is encrypted is neither a tar nor a gzip. Name a backup archive."
            );

        return (inner, content);
    }

    /// <summary>The exception for a file that stands where an encrypted archive has to.</summary>
    public static ArchiveException NotEncrypted(string name) =>
        new(
            $"{name}: it is no encrypted archive, and nothing else may be read here. Somebody may have put it in the place of "
                + "one: fetch that from its origin, or read this without ManifestOptions.RequiresEncryption if you trust it."
        );

    private static async Task<(ArchiveFormat Format, Stream Whole)> DetectAsync(
        Stream stream,
        bool leaveOpen,
        CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: leaveOpen));
        var start = await pipe.ReadAtLeastAsync(TarHeader.BlockSize, cancellationToken).ConfigureAwait(false);
        var length = Math.Min(start.Buffer.Length, TarHeader.BlockSize);
        var format = Of(start.Buffer.Slice(0, length).ToArray());
        // Nothing is consumed, so the stream of the pipe begins with these bytes again.
        pipe.AdvanceTo(start.Buffer.Start);

        return (format, pipe.AsStream());
    }
}
