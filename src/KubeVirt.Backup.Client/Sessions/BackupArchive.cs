using System.Text;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// Archives in velero's layout that describe themselves: <c>kubevirt-backup/backup.json</c> is a
/// <see cref="BackupDocument"/>. Velero skips that file, and so does <see cref="VeleroArchive"/>; a product can add files of
/// its own.
/// </summary>
/// <example>
/// A catalogue is made by reading archives back:
/// <code language="csharp">
/// foreach (var path in Directory.EnumerateFiles("backups", "*.tar.gz"))
/// {
///     BackupDocument saved = await BackupArchive.ReadFileAsync(path, null, cancellationToken);
///     Console.WriteLine($"{path}: {saved.StartedAt:u}, {saved.Plan.Machines.Count} machines");
/// }
/// </code>
/// </example>
public static class BackupArchive
{
    /// <summary>The name of the document, below <see cref="ArchiveAnnex.Folder"/>.</summary>
    public const string DocumentName = "backup.json";

    /// <summary>Writes the definitions of a backup, and what it came to, to a stream.</summary>
    /// <param name="report">What the session came to.</param>
    /// <param name="stream">The stream to write to. Left open.</param>
    /// <param name="annexes">Further files, each of a name of its own.</param>
    /// <param name="cancellationToken">Stops the writing; what was written then is no valid archive.</param>
    /// <exception cref="ArgumentException">Two files would be the same entry.</exception>
    public static Task WriteAsync(
        BackupReport report,
        Stream stream,
        IReadOnlyList<ArchiveAnnex> annexes,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        return VeleroArchive.WriteWithAnnexesAsync(
            DefinitionsOf(report),
            WithDocument(report, annexes),
            stream,
            cancellationToken
        );
    }

    /// <summary>
    /// Writes them to a file that its owner alone can read, all of it or none, as <see cref="VeleroArchive.WriteFileAsync"/>
    /// does.
    /// </summary>
    /// <param name="report">What the session came to.</param>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <param name="annexes">Further files, each of a name of its own.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two files would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static Task WriteFileAsync(
        BackupReport report,
        string path,
        IReadOnlyList<ArchiveAnnex> annexes,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        return VeleroArchive.WriteFileWithAnnexesAsync(
            DefinitionsOf(report),
            WithDocument(report, annexes),
            path,
            cancellationToken
        );
    }

    /// <summary>Writes them encrypted, as <see cref="VeleroArchive.WriteEncryptedAsync"/> does.</summary>
    /// <param name="report">What the session came to.</param>
    /// <param name="key">The key.</param>
    /// <param name="stream">The stream to write to. Left open.</param>
    /// <param name="annexes">Further files, each of a name of its own.</param>
    /// <param name="cancellationToken">Stops the writing; what was written then is no valid archive.</param>
    /// <exception cref="ArgumentException">Two files would be the same entry.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no AES-GCM.</exception>
    public static Task WriteEncryptedAsync(
        BackupReport report,
        ArchiveKey key,
        Stream stream,
        IReadOnlyList<ArchiveAnnex> annexes,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        return VeleroArchive.WriteEncryptedAsync(
            DefinitionsOf(report),
            WithDocument(report, annexes),
            key,
            stream,
            cancellationToken
        );
    }

    /// <summary>Writes them encrypted to a file, as <see cref="VeleroArchive.WriteEncryptedFileAsync"/> does.</summary>
    /// <param name="report">What the session came to.</param>
    /// <param name="key">The key.</param>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <param name="annexes">Further files, each of a name of its own.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two files would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has no AES-GCM.</exception>
    public static Task WriteEncryptedFileAsync(
        BackupReport report,
        ArchiveKey key,
        string path,
        IReadOnlyList<ArchiveAnnex> annexes,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(report);
        return VeleroArchive.WriteEncryptedFileAsync(
            DefinitionsOf(report),
            WithDocument(report, annexes),
            key,
            path,
            cancellationToken
        );
    }

    /// <summary>
    /// Reads what an archive says of itself; <see langword="null"/> where it says nothing, as one that velero wrote. The
    /// objects are read by <see cref="ManifestReader"/>.
    /// </summary>
    /// <param name="stream">The archive, which need not be seekable. Read to its end and left open.</param>
    /// <param name="name">What messages call it, such as the file's name.</param>
    /// <param name="options">
    /// How much it may hold, and the keys of encrypted archives. <see langword="null"/>: <see cref="ManifestOptions"/> with
    /// its own defaults.
    /// </param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">
    /// The archive is cut off, damaged, beyond its limits, holds what no backup holds, cannot be decrypted, or its document
    /// cannot be read or is of a later format.
    /// </exception>
    public static async Task<BackupDocument?> ReadAsync(
        Stream stream,
        string name,
        ManifestOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            var json = await ArchiveAnnex
                .ReadAsync(stream, name, DocumentName, options, cancellationToken)
                .ConfigureAwait(false);
            return json is null ? null : BackupDocument.Read(Encoding.UTF8.GetString(json));
        }
        catch (DocumentException e)
        {
            throw new ArchiveException($"{name}: {ArchiveAnnex.Folder}{DocumentName}: {e.Message}", e);
        }
    }

    /// <summary>Reads what the archive in a file says of itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">
    /// How much it may hold, and the keys of encrypted archives. <see langword="null"/>: <see cref="ManifestOptions"/> with
    /// its own defaults.
    /// </param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">
    /// As of <see cref="ReadAsync"/>, and where the archive says nothing of itself.
    /// </exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    public static async Task<BackupDocument> ReadFileAsync(
        string path,
        ManifestOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var document = await ReadAsync(file, path, options, cancellationToken).ConfigureAwait(false);
            return document
                ?? throw new ArchiveException(
                    $"{path}: there is no {ArchiveAnnex.Folder}{DocumentName} in it. Another program wrote the archive: read "
                        + "its objects and plan them."
                );
        }
    }

    private static IEnumerable<Resource> DefinitionsOf(BackupReport report) =>
        report.Plan.Sets.SelectMany(set => set).Select(id => report.Plan.Graph.FindResource(id)!);

    private static IReadOnlyList<ArchiveAnnex> WithDocument(BackupReport report, IReadOnlyList<ArchiveAnnex> annexes)
    {
        ArgumentNullException.ThrowIfNull(annexes);
        var json = Encoding.UTF8.GetBytes(BackupDocument.Of(report).ToJson());
        return [new ArchiveAnnex(DocumentName, json), .. annexes];
    }
}
