using System.Text;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// Archives in velero's layout that carry the verdicts on their guests, as <c>kubevirt-backup/freeze-verdicts.json</c>.
/// Velero skips that file, and so does <see cref="VeleroArchive"/>.
/// </summary>
/// <example>
/// <code language="csharp">
/// await using var archive = File.OpenRead("monday.tar.gz");
/// var verdicts = await BackupArchive.ReadVerdictsAsync(
///     archive,
///     "monday.tar.gz",
///     cancellationToken: cancellationToken
/// );
/// foreach (var verdict in verdicts)
///     Console.WriteLine(verdict);
/// </code>
/// </example>
public static class BackupArchive
{
    private const string VerdictsFile = "freeze-verdicts.json";

    /// <summary>
    /// Writes an archive as <see cref="VeleroArchive.WriteFileAsync"/> does, with the verdicts in it. Without any it is
    /// the same archive.
    /// </summary>
    /// <param name="resources">What to write.</param>
    /// <param name="verdicts">What the snapshots of the guests are worth.</param>
    /// <param name="path">A file that is absent; its folder exists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    /// <exception cref="IOException">There is a file or folder of that name, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public static Task WriteFileAsync(
        IEnumerable<Resource> resources,
        IReadOnlyCollection<FreezeVerdict> verdicts,
        string path,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        List<ArchiveAnnex> annexes = [];
        if (verdicts.Count > 0)
            annexes.Add(new ArchiveAnnex(VerdictsFile, Encoding.UTF8.GetBytes(verdicts.ToJson())));

        return VeleroArchive.WriteFileWithAnnexesAsync(resources, annexes, path, cancellationToken);
    }

    /// <summary>
    /// Reads the verdicts in an archive, ordered by guest; empty where it has none, as one that velero wrote. The
    /// objects are read by <see cref="ManifestReader"/>.
    /// </summary>
    /// <param name="stream">The archive, which need not be seekable. Left open.</param>
    /// <param name="name">What messages call it, such as the file's name.</param>
    /// <param name="limits">How much it may hold. Default: <see cref="ArchiveLimits"/> with its own defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">
    /// The archive is cut off, damaged, beyond its limits, holds what no backup holds, or its verdicts cannot be read.
    /// </exception>
    public static async Task<IReadOnlyList<FreezeVerdict>> ReadVerdictsAsync(
        Stream stream,
        string name,
        ArchiveLimits? limits = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            var json = await ArchiveAnnex
                .ReadAsync(stream, name, VerdictsFile, limits ?? new ArchiveLimits(), cancellationToken)
                .ConfigureAwait(false);
            return json is null ? [] : FreezeVerdicts.Parse(json);
        }
        catch (FormatException e)
        {
            throw new ArchiveException($"{name}: {ArchiveAnnex.Folder}{VerdictsFile}: {e.Message}", e);
        }
    }
}
