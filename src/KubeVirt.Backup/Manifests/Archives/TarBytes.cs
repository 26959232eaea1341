namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the bytes of a tar from a stream, counts them, and reports an archive that is cut off, damaged or too large.
/// </summary>
/// <param name="stream">The tar, unpacked.</param>
/// <param name="isPacked">Whether the stream unpacks a gzip, and so ends with <see cref="EndMarkedGZip.Mark"/>.</param>
/// <param name="archive">What messages call the archive.</param>
/// <param name="maxBytes">How many bytes there may be.</param>
internal sealed class TarBytes(Stream stream, bool isPacked, string archive, long maxBytes)
{
    private readonly byte[] _skipped = new byte[1 << 14];

    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    /// <summary>How many bytes may still come.</summary>
    public long Remaining => maxBytes - Count;

    /// <summary>Fills a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="entry">The name of the entry that was read last; empty at the start.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">The archive ends before, is damaged or too large.</exception>
    public async Task FillAsync(Memory<byte> buffer, string entry, CancellationToken cancellationToken)
    {
        var count = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == buffer.Length)
            return;

        var place = entry.Length == 0 ? "at its start" : $"at or after the entry {ArchiveText.Quote(entry)}";
        throw new ArchiveException($"{archive}: the archive breaks off {place}. {ArchiveText.FetchAgain}");
    }

    /// <summary>Skips bytes. They are read all the same, since the stream may not be seekable.</summary>
    public async Task SkipAsync(long count, string entry, CancellationToken cancellationToken)
    {
        for (; count > 0; count -= _skipped.Length)
        {
            var part = _skipped.AsMemory(0, (int)Math.Min(count, _skipped.Length));
            await FillAsync(part, entry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads what follows the last entry: only zeros, and the mark of a whole gzip. All of it is read, because the
    /// checksum of a gzip stands at its very end.
    /// </summary>
    /// <exception cref="ArchiveException">Something else follows, or the gzip is damaged.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var isWhole = !isPacked;
        while (await ReadAsync(_skipped, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (!isWhole && _skipped[count - 1] == EndMarkedGZip.Mark)
            {
                isWhole = true;
                count--;
            }

            if (_skipped.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                throw new ArchiveException(
                    $"{archive}: there are bytes after the end of the archive. "
                        + "Read them on their own, or fetch the archive again."
                );
            }
        }

        if (!isWhole)
            throw Damaged();
    }

    /// <summary>The exception for an archive that is larger than it may be.</summary>
    public ArchiveException TooLarge() =>
        new(
            $"{archive}: the unpacked archive is larger than {maxBytes} bytes. "
                + ArchiveText.Raise(nameof(ArchiveLimits.MaxBytes))
        );

    /// <summary>Reads as many bytes as fit, or all that are left, and counts them.</summary>
    private async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await stream
                .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            Count += count;

            return Count <= maxBytes ? count : throw TooLarge();
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private ArchiveException Damaged(Exception? cause = null) =>
        new($"{archive}: the gzip is damaged or breaks off. {ArchiveText.FetchAgain}", cause!);
}
