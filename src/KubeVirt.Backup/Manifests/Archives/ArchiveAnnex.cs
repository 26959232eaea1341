namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A file of ours in an archive, beside what velero keeps there: velero unpacks it and reads only what is below
/// <c>resources/</c>.
/// </summary>
/// <param name="Name">The file's name, below <see cref="Folder"/>.</param>
/// <param name="Content">What it holds.</param>
/// <remarks>Source: velero pkg/archive/extractor.go and parser.go.</remarks>
internal sealed record ArchiveAnnex(string Name, ReadOnlyMemory<byte> Content)
{
    public const string Folder = "kubevirt-backup/";

    public string Entry => Folder + Name;

    /// <summary>Reads an annex; <see langword="null"/> where the archive has none of that name.</summary>
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
