namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The files of a tar, one after the other, each byte counted. Folders are passed over; links, devices and whatever
/// else a backup never holds are refused.
/// </summary>
/// <remarks>
/// Not <c>System.Formats.Tar.TarReader</c>, which reserves as much memory as an extended header claims to be long: 2
/// GiB for a file of 1 KiB.
/// </remarks>
internal sealed class TarEntries(Stream stream, bool isPacked, string archive, ArchiveLimits limits)
{
    private const int MaxHeaderBytes = 1 << 16;

    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly byte[] _skipped = new byte[1 << 14];
    private long _unread;
    private long _bytes;
    private int _entries;

    /// <summary>The entry's name, without a leading <c>./</c>.</summary>
    public string Name { get; private set; } = "";

    private int Size { get; set; }

    /// <summary>Goes on to the next file; <see langword="false"/> at the end, which has been checked then.</summary>
    /// <exception cref="ArchiveException">
    /// The archive is cut off, damaged, too large, or holds what no backup holds.
    /// </exception>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            await SkipAsync(_unread, cancellationToken).ConfigureAwait(false);
            if (await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is not { } header)
                return false;
            switch (header.Type)
            {
                case 'x':
                    var records = Parse(
                        header.Name,
                        PaxRecords.Parse,
                        await ReadNamesAsync(header, cancellationToken).ConfigureAwait(false)
                    );
                    (longName, longSize) = (records.Path ?? longName, records.Size);
                    break;
                case 'L':
                    longName = Parse(
                        header.Name,
                        TarHeader.Text,
                        await ReadNamesAsync(header, cancellationToken).ConfigureAwait(false)
                    );
                    break;
                case 'g' or 'K':
                    Begin(header.Name, header.Size);
                    break;
                case '5' or '0' or '\0' or '7':
                    Name = Checked(longName ?? header.Name);
                    Begin(Name, longSize ?? header.Size);
                    if (header.Type != '5' && !Name.EndsWith('/'))
                        return true;
                    (longName, longSize) = (null, null);
                    break;
                default:
                    throw Refuse(
                        longName ?? header.Name,
                        $"is {Describe(header.Type)}, which a backup never holds. {ArchiveText.DoNotTrust}"
                    );
            }
        }
    }

    /// <summary>The content of the entry, once.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var content = new byte[Size];
        await FillAsync(content, cancellationToken).ConfigureAwait(false);
        _unread -= content.Length;
        return content;
    }

    private async Task<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var isFirst = _bytes == 0;
        try
        {
            await FillAsync(_block, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException) when (isFirst && _bytes < TarHeader.BlockSize)
        {
            throw NoTar();
        }

        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            await DrainAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (!TarHeader.IsHeader(_block))
            throw isFirst
                ? NoTar()
                : new ArchiveException(
                    $"{archive}: after the entry {ArchiveText.Quote(Name)} stands no other entry and no end, so a size is wrong or the archive is damaged. {ArchiveText.FetchAgain}"
                );
        if (++_entries > limits.MaxEntries)
            throw new ArchiveException(
                $"{archive}: it holds more than {limits.MaxEntries} entries. {ArchiveText.Raise(nameof(ArchiveLimits.MaxEntries))}"
            );
        return Parse($"number {_entries}", TarHeader.Parse, _block);
    }

    /// <summary>Notes how much content follows, before anything is reserved for it.</summary>
    private void Begin(string name, long size)
    {
        if (size > limits.MaxEntryBytes)
            throw Refuse(
                name,
                $"is larger than {limits.MaxEntryBytes} bytes. {ArchiveText.Raise(nameof(ArchiveLimits.MaxEntryBytes))}"
            );
        if (size > limits.MaxBytes - _bytes)
            throw TooLarge();
        Size = (int)size;
        _unread = (size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize;
    }

    private async Task<byte[]> ReadNamesAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > MaxHeaderBytes)
            throw Refuse(
                header.Name,
                $"is an extended header of more than {MaxHeaderBytes} bytes. {ArchiveText.DoNotTrust}"
            );
        Begin(header.Name, header.Size);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        for (; count > 0; count -= _skipped.Length)
            await FillAsync(_skipped.AsMemory(0, (int)Math.Min(count, _skipped.Length)), cancellationToken)
                .ConfigureAwait(false);
        _unread = 0;
    }

    // What pads the tar is read too: the checksum of a gzip stands at its very end.
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var isWhole = !isPacked;
        while (await ReadSomeAsync(_skipped, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (isPacked && !isWhole && _skipped[count - 1] == MarkedGZip.Mark)
                (isWhole, count) = (true, count - 1);
            if (_skipped.AsSpan(0, count).ContainsAnyExcept((byte)0))
                throw new ArchiveException(
                    $"{archive}: something stands after the end of the archive. Read it on its own, or fetch the archive again."
                );
        }

        if (!isWhole)
            throw Damaged();
    }

    private async Task FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await ReadSomeAsync(buffer, cancellationToken).ConfigureAwait(false) < buffer.Length)
            throw new ArchiveException(
                $"{archive}: it breaks off {(Name.Length == 0 ? "at its start" : $"at or after the entry {ArchiveText.Quote(Name)}")}. {ArchiveText.FetchAgain}"
            );
    }

    private async Task<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await stream
                .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            _bytes += count;
            return _bytes <= limits.MaxBytes ? count : throw TooLarge();
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private string Checked(string name)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if (name is ['/' or '\\', ..] or [_, ':', ..])
            throw Refuse(name, $"has an absolute name. {ArchiveText.DoNotTrust}");
        if (name.Split('/', '\\').Contains(".."))
            throw Refuse(name, $"leads out of the archive. {ArchiveText.DoNotTrust}");
        return name;
    }

    private delegate T Parser<out T>(ReadOnlySpan<byte> bytes);

    private T Parse<T>(string name, Parser<T> parse, byte[] bytes)
    {
        try
        {
            return parse(bytes);
        }
        catch (FormatException e)
        {
            throw Refuse(name, $"{e.Message}. {ArchiveText.DoNotTrust}");
        }
    }

    private ArchiveException Refuse(string name, string reason) =>
        new($"{archive}: the entry {ArchiveText.Quote(name)} {reason}");

    private ArchiveException TooLarge() =>
        new(
            $"{archive}: unpacked it is larger than {limits.MaxBytes} bytes. {ArchiveText.Raise(nameof(ArchiveLimits.MaxBytes))}"
        );

    private ArchiveException Damaged(Exception? cause = null) =>
        new($"{archive}: its gzip is damaged or breaks off. {ArchiveText.FetchAgain}", cause!);

    private ArchiveException NoTar() =>
        new(
            ArchiveFormats.Of(_block) == ArchiveFormat.GZip
                ? $"{archive}: it is a gzip inside of a gzip. Unpack it once."
                : $"{archive}: it holds no tar. Name a backup archive, or unpack it and name what is inside."
        );

    private static string Describe(char type) =>
        type switch
        {
            '1' => "a hard link",
            '2' => "a symbolic link",
            '3' or '4' => "a device",
            '6' => "a pipe",
            'S' => "a sparse file",
            _ => $"of the unknown type {ArchiveText.Quote(type.ToString())}",
        };
}
