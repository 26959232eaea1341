namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A file that this library adds to an archive in Velero's layout. Velero unpacks it and does not read it: it reads
/// only what is below <c>resources/</c>.
/// </summary>
/// <param name="Name">The file's name, below <see cref="Folder"/>.</param>
/// <param name="Content">The bytes of the file.</param>
/// <remarks>Source: velero pkg/archive/extractor.go and parser.go.</remarks>
internal sealed record ArchiveAnnex(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>The folder of all such files.</summary>
    public const string Folder = "kubevirt-backup/";

    /// <summary>The name of the entry in the archive.</summary>
    public string Entry => Folder + Name;

    /// <summary>
    /// Reads the content of one such file; <see langword="null"/> where the archive has none of that name.
    /// </summary>
    /// <param name="stream">The archive.</param>
    /// <param name="archive">What messages call the archive.</param>
    /// <param name="name">The name of the file, below <see cref="Folder"/>.</param>
    /// <param name="limits">How much the archive may hold.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">The archive cannot be trusted or read.</exception>
    public static async Task<byte[]?> ReadAsync(
        Stream stream,
        string archive,
        string name,
        ArchiveLimits limits,
        CancellationToken cancellationToken
    )
    {
        var contents = new VeleroContents(archive);
        byte[]? content = null;
        var (format, whole) = await ArchiveFormats.DetectAsync(stream, cancellationToken).ConfigureAwait(false);
        await VeleroEntries
            .VisitAsync(
                whole,
                format,
                archive,
                limits,
                async entries =>
                {
                    contents.Begin(entries.Name);
                    if (entries.Name == Folder + name)
                        content = await entries.ReadAsync(cancellationToken).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);

        contents.ThrowIfNoBackup();
        return content;
    }
}
