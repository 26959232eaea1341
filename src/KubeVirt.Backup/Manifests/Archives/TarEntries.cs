namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the files of a tar, one after the other. Folders are skipped; links, devices and everything else that a backup
/// never holds are refused.
/// </summary>
/// <param name="stream">The tar, unpacked.</param>
/// <param name="isPacked">Whether the stream unpacks a gzip, and so ends with <see cref="EndMarkedGZip.Mark"/>.</param>
/// <param name="archive">What messages call the archive.</param>
/// <param name="limits">How much the archive may hold.</param>
/// <remarks>
/// In place of <c>System.Formats.Tar.TarReader</c>, which reserves as much memory as an extended header claims to be
/// long: 2 GiB for a file of 1 KiB.
/// </remarks>
internal sealed class TarEntries(Stream stream, bool isPacked, string archive, ArchiveLimits limits)
{
    private const int MaxHeaderBytes = 1 << 16;

    private readonly TarBytes _bytes = new(stream, isPacked, archive, limits.MaxBytes);
    private readonly byte[] _block = new byte[TarHeader.BlockSize];

    // How many bytes of the entry were not read yet, its padding included.
    private long _unread;
    private int _size;
    private int _entryCount;

    /// <summary>
    /// The name of the entry, without a leading <c>./</c>. It leads to no place outside of the archive.
    /// </summary>
    public string Name { get; private set; } = "";

    /// <summary>Moves to the next file.</summary>
    /// <returns>
    /// <see langword="false"/> at the end of the archive. It has been checked then that the archive is complete.
    /// </returns>
    /// <exception cref="ArchiveException">
    /// The archive is cut off, damaged, too large, or holds what no backup holds.
    /// </exception>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        // What the extended headers before an entry contain about it.
        var extended = default(PaxRecords);

        while (await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is { } header)
        {
            switch (header.Type)
            {
                case 'x' or 'L':
                    extended = await ReadExtendedAsync(header, extended, cancellationToken).ConfigureAwait(false);
                    break;

                case 'g'
                or 'K':
                    // A global header or a long link name: nothing of it is needed.
                    Begin(header.Name, header.Size);
                    break;

                case '5'
                or '0'
                or '\0'
                or '7':
                    // A folder or a file. Old tars write files as NUL, and folders as files whose name ends in a slash.
                    Name = CheckName(extended.Path ?? header.Name);
                    Begin(Name, extended.Size ?? header.Size);
                    if (header.Type != '5' && !Name.EndsWith('/'))
                        return true;

                    extended = default;
                    break;

                default:
                    throw RefuseType(extended.Path ?? header.Name, header.Type);
            }
        }

        return false;
    }

    private ArchiveException RefuseType(string name, char type) =>
        Refuse(name, $"is {Describe(type)}, which a backup never holds. {ArchiveText.DoNotTrust}");

    /// <summary>The content of the entry. It can be read once.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var content = new byte[_size];
        await _bytes.FillAsync(content, Name, cancellationToken).ConfigureAwait(false);
        _unread -= content.Length;

        return content;
    }

    /// <summary>The next header; <see langword="null"/> at the end of the archive.</summary>
    private async Task<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await _bytes.SkipAsync(_unread, Name, cancellationToken).ConfigureAwait(false);
        _unread = 0;

        var isFirst = _bytes.Count == 0;
        try
        {
            await _bytes.FillAsync(_block, Name, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException) when (isFirst && _bytes.Count < TarHeader.BlockSize)
        {
            throw NotATar();
        }

        // A block of zeros ends the archive.
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            await _bytes.DrainAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        CheckHeader(isFirst);
        return Parse($"number {_entryCount}", TarHeader.Parse, _block);
    }

    /// <summary>Checks that the block is a header, and that there are not too many of them.</summary>
    private void CheckHeader(bool isFirst)
    {
        if (!TarHeader.IsHeader(_block))
        {
            throw isFirst
                ? NotATar()
                : new ArchiveException(
                    $"{archive}: after the entry {ArchiveText.Quote(Name)} there is neither another entry nor the end. "
                        + $"A size is wrong, or the archive is damaged. {ArchiveText.FetchAgain}"
                );
        }

        _entryCount++;
        if (_entryCount > limits.MaxEntries)
        {
            throw new ArchiveException(
                $"{archive}: the archive holds more than {limits.MaxEntries} entries. "
                    + ArchiveText.Raise(nameof(ArchiveLimits.MaxEntries))
            );
        }
    }

    /// <summary>Checks and notes how much content follows, before any memory is reserved for it.</summary>
    private void Begin(string name, long size)
    {
        if (size > limits.MaxEntryBytes)
        {
            throw Refuse(
                name,
                $"is larger than {limits.MaxEntryBytes} bytes. {ArchiveText.Raise(nameof(ArchiveLimits.MaxEntryBytes))}"
            );
        }

        if (size > _bytes.Remaining)
            throw _bytes.TooLarge();

        _size = (int)size;
        _unread = (size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize;
    }

    /// <summary>Reads an extended header and adds its records to what is known of the entry that follows.</summary>
    private async Task<PaxRecords> ReadExtendedAsync(
        TarHeader header,
        PaxRecords known,
        CancellationToken cancellationToken
    )
    {
        if (header.Size > MaxHeaderBytes)
        {
            throw Refuse(
                header.Name,
                $"is an extended header of more than {MaxHeaderBytes} bytes. {ArchiveText.DoNotTrust}"
            );
        }

        Begin(header.Name, header.Size);
        var content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        // GNU tar's long name has no other fields.
        if (header.Type == 'L')
            return known with { Path = Parse(header.Name, TarHeader.Text, content) };

        var records = Parse(header.Name, PaxRecords.Parse, content);
        return new PaxRecords(records.Path ?? known.Path, records.Size);
    }

    /// <summary>The name without a leading <c>./</c>, where it leads to no place outside of the archive.</summary>
    private string CheckName(string name)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if (name is ['/' or '\\', ..] or [_, ':', ..])
            throw Refuse(name, $"has an absolute name. {ArchiveText.DoNotTrust}");
        if (name.Split('/', '\\').Contains(".."))
            throw Refuse(name, $"leads out of the archive. {ArchiveText.DoNotTrust}");

        return name;
    }

    private delegate T Parser<out T>(ReadOnlySpan<byte> bytes);

    /// <summary>Parses a header of an entry. What is wrong with it is reported with the name of the entry.</summary>
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

    /// <summary>The exception about one entry. The reason goes on from its name.</summary>
    private ArchiveException Refuse(string name, string reason) =>
        new($"{archive}: the entry {ArchiveText.Quote(name)} {reason}");

    /// <summary>The exception about a file whose first block is no header.</summary>
    private ArchiveException NotATar() =>
        new(
            ArchiveFormats.Of(_block) == ArchiveFormat.GZip
                ? $"{archive}: the file is a gzip inside of a gzip. Unpack it once."
                : $"{archive}: the file holds no tar. Name a backup archive, or unpack it and name what is inside."
        );

    /// <summary>The type of an entry that is refused, in words.</summary>
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
