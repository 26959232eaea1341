namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads and writes backup archives in Velero's layout: a gzip-compressed tar with <c>metadata/version</c>,
/// <c>resources/PLURAL.GROUP/namespaces/NAMESPACE/NAME.json</c> and <c>resources/PLURAL.GROUP/cluster/NAME.json</c>,
/// and each object once more below its API version.
/// </summary>
/// <remarks>
/// Source: velero pkg/archive, pkg/backup/item_backupper.go and its page "Output file format". Archives are read in
/// memory; nothing is unpacked to disk. <see cref="ManifestReader.ReadPathsAsync"/> reads archives as well.
/// </remarks>
/// <example>
/// Write an archive and read it back:
/// <code language="csharp">
/// using var stream = new MemoryStream();
/// await VeleroArchive.WriteAsync(manifests.Resources, stream, cancellationToken);
///
/// stream.Position = 0;
/// ManifestSet archived = await VeleroArchive.ReadAsync(stream, "backup.tar.gz", cancellationToken: cancellationToken);
/// Console.WriteLine($"{archived.Resources.Count} objects, {archived.Findings.Count} findings");
/// </code>
/// </example>
public static class VeleroArchive
{
    /// <summary>The format version of archives that are written, and the latest that can be read.</summary>
    public const string FormatVersion = VeleroVersion.Current;

    /// <summary>Reads an archive, compressed or not, of format version 1 to <see cref="FormatVersion"/>.</summary>
    /// <param name="stream">The archive, which need not be seekable. Left open.</param>
    /// <param name="name">What messages call it, such as the file's name.</param>
    /// <param name="options">
    /// How to read, with the <see cref="ManifestOptions.ArchiveLimits"/>. Default: those of
    /// <see cref="ManifestOptions"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// Each object once, with its own bytes, in the order of the archive. An object that cannot be read, or is not what
    /// its path says, is a finding.
    /// </returns>
    /// <exception cref="ArchiveException">
    /// The archive is cut off, damaged, of a later version, beyond its limits, or holds what no backup holds.
    /// </exception>
    public static async Task<ManifestSet> ReadAsync(
        Stream stream,
        string name,
        ManifestOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);

        var collector = new ManifestCollector(new TextPool());
        options ??= new ManifestOptions();
        var reader = new VeleroReader(name, options, collector);
        var (format, whole) = await ArchiveFormats
            .OpenAsync(stream, name, options, cancellationToken)
            .ConfigureAwait(false);
        await using (whole.ConfigureAwait(false))
            await reader.ReadAsync(whole, format, cancellationToken).ConfigureAwait(false);

        return collector.ToSet();
    }

    /// <summary>Writes an archive of format version <see cref="FormatVersion"/>.</summary>
    /// <param name="resources">
    /// The resources, each written with the bytes that were read. The same resources in any order give the same
    /// archive.
    /// </param>
    /// <param name="stream">
    /// The stream to write to. Left open. If the writing is cancelled or fails, what was written is no valid archive.
    /// </param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    public static Task WriteAsync(
        IEnumerable<Resource> resources,
        Stream stream,
        CancellationToken cancellationToken = default
    ) => WriteWithAnnexesAsync(resources, [], stream, cancellationToken);

    /// <summary>Writes an archive as <see cref="WriteAsync"/> does, with further files in it.</summary>
    /// <param name="resources">What to write.</param>
    /// <param name="annexes">The further files, each of another name.</param>
    /// <param name="stream">The stream to write to. Left open.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources, or two annexes, would be the same entry.</exception>
    public static async Task WriteWithAnnexesAsync(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes,
        Stream stream,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        var entries = Arrange(resources, annexes);
        await VeleroWriter.WriteAsync(entries, annexes, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes an encrypted archive, which no one can read or change without the key. A reader needs
    /// <see cref="ManifestOptions.ArchiveKeys"/>. The same objects give other bytes each time.
    /// </summary>
    /// <param name="resources">What to write.</param>
    /// <param name="annexes">The further files, each of another name.</param>
    /// <param name="key">The key.</param>
    /// <param name="stream">
    /// The stream to write to. Left open. If the writing is cancelled or fails, what was written is no valid archive.
    /// </param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources, or two annexes, would be the same entry.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no AES-GCM.</exception>
    public static async Task WriteEncryptedAsync(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes,
        ArchiveKey key,
        Stream stream,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(stream);
        var entries = Arrange(resources, annexes);
        await WriteEntriesAsync(entries, annexes, key, stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes an archive to a file that its owner alone can read, all of it or none: under another name first, moved
    /// into place when it is complete.
    /// </summary>
    /// <param name="resources">The resources, as in <see cref="WriteAsync"/>.</param>
    /// <param name="path">The path of a file that is absent, in a folder that exists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static Task WriteFileAsync(
        IEnumerable<Resource> resources,
        string path,
        CancellationToken cancellationToken = default
    ) => WriteFileWithAnnexesAsync(resources, [], path, cancellationToken);

    /// <summary>
    /// Writes an archive as <see cref="WriteFileAsync"/> does, with
    /// further files of this library in it. Without any it is the same archive, byte for byte.
    /// </summary>
    /// <param name="resources">What to write.</param>
    /// <param name="annexes">The further files, each of another name.</param>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static Task WriteFileWithAnnexesAsync(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes,
        string path,
        CancellationToken cancellationToken = default
    ) => WriteWholeFileAsync(resources, annexes, null, path, cancellationToken);

    /// <summary>Writes an archive as <see cref="WriteEncryptedAsync"/> does, to a file as <see cref="WriteFileAsync"/>.</summary>
    /// <param name="resources">What to write.</param>
    /// <param name="annexes">The further files, each of another name.</param>
    /// <param name="key">The key.</param>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources, or two annexes, would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no AES-GCM.</exception>
    public static Task WriteEncryptedFileAsync(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes,
        ArchiveKey key,
        string path,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        return WriteWholeFileAsync(resources, annexes, key, path, cancellationToken);
    }

    private static async Task WriteWholeFileAsync(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes,
        ArchiveKey? key,
        string path,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var entries = Arrange(resources, annexes);
        var target = Path.GetFullPath(path);
        if (Path.Exists(target))
            throw new IOException($"{path} exists. Name a file that is absent.");

        // In the same folder, so that moving is a rename.
        var partialName = $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.partial";
        var partial = Path.Combine(Path.GetDirectoryName(target)!, partialName);
        try
        {
            var file = OwnerOnly.CreateFile(partial);
            await using (file.ConfigureAwait(false))
            {
                await WriteEntriesAsync(entries, annexes, key, file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: false);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task WriteEntriesAsync(
        IReadOnlyList<(VeleroPath Path, Resource Resource)> entries,
        IReadOnlyList<ArchiveAnnex> annexes,
        ArchiveKey? key,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        if (key is null)
        {
            await VeleroWriter.WriteAsync(entries, annexes, stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        var encrypted = await EncryptingStream.BeginAsync(stream, key, null, cancellationToken).ConfigureAwait(false);
        await using (encrypted.ConfigureAwait(false))
        {
            await VeleroWriter.WriteAsync(entries, annexes, encrypted, cancellationToken).ConfigureAwait(false);
            await encrypted.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The entries in order, where none stands twice.</summary>
    private static IReadOnlyList<(VeleroPath Path, Resource Resource)> Arrange(
        IEnumerable<Resource> resources,
        IReadOnlyList<ArchiveAnnex> annexes
    )
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(annexes);
        var twice = annexes
            .GroupBy(annex => annex.Name, StringComparer.Ordinal)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(
                $"Two files would be {twice.First().Entry}. Rename one of them.",
                nameof(annexes)
            );

        return VeleroWriter.Arrange(resources);
    }
}
