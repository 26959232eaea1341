namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A file of this library in an archive, beside what Velero keeps there, such as the verdicts on frozen guests. Velero
/// unpacks it and reads only what is below <c>resources/</c>.
/// </summary>
/// <param name="Name">The file's name, below <see cref="Folder"/>.</param>
/// <param name="Content">The bytes of the file.</param>
/// <remarks>Source: velero pkg/archive/extractor.go and parser.go.</remarks>
public sealed record ArchiveAnnex(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>The folder of all such files in an archive.</summary>
    public const string Folder = "kubevirt-backup/";

    /// <summary>The name of the archive's entry: <see cref="Folder"/> and <see cref="Name"/>.</summary>
    public string Entry => Folder + Name;

    /// <summary>Reads the content of one; <see langword="null"/> where the archive has none of that name.</summary>
    /// <param name="stream">The archive, which need not be seekable. Read to its end and left open.</param>
    /// <param name="archive">What messages call the archive, such as the file's name.</param>
    /// <param name="name">The file's name, below <see cref="Folder"/>.</param>
    /// <param name="options">
    /// The <see cref="ManifestOptions.ArchiveLimits"/>, and the keys of encrypted archives. Default: those of
    /// <see cref="ManifestOptions"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">The archive cannot be trusted or read.</exception>
    public static async Task<byte[]?> ReadAsync(
        Stream stream,
        string archive,
        string name,
        ManifestOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new ManifestOptions();
        var contents = new VeleroContents(archive);
        byte[]? content = null;
        var (format, whole) = await ArchiveFormats
            .OpenAsync(stream, archive, options, cancellationToken)
            .ConfigureAwait(false);
        await VeleroEntries
            .VisitAsync(
                whole,
                format,
                archive,
                options.ArchiveLimits,
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
