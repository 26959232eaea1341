using System.Runtime.CompilerServices;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Manifests;
using Microsoft.Extensions.Options;

namespace KubeVirt.Backup.Worker;

/// <summary>
/// The archives of a folder. Nothing is kept beside them: they describe themselves, so that a catalogue cannot differ from
/// what is there.
/// </summary>
internal sealed class Catalogue(IOptions<BackupSettings> settings)
{
    private const string Extension = ".tar.gz";

    /// <summary>The archive of a backup that begins now; names of Kubernetes have no underscore.</summary>
    public string NewPath(ResourceId root, DateTimeOffset now) =>
        Path.Combine(
            settings.Value.Folder,
            $"{root.Kind.Kind}_{root.Namespace}_{root.Name}_{now:yyyyMMdd'T'HHmmss'Z'}{Extension}"
        );

    /// <summary>All archives, by name; those that cannot be read as well.</summary>
    public async IAsyncEnumerable<CatalogueEntry> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var folder = settings.Value.Folder;
        if (!Directory.Exists(folder))
            yield break;

        foreach (var path in Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal))
            yield return await ReadAsync(path, cancellationToken);
    }

    /// <summary>The newest backup of a machine; <see langword="null"/> where there is none.</summary>
    public async Task<CatalogueEntry?> FindNewestAsync(ResourceId machine, CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken)
            .Where(entry => entry.Holds(machine))
            .MaxByAsync(entry => entry.Backup!.StartedAt, cancellationToken: cancellationToken);

    private static async Task<CatalogueEntry> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new CatalogueEntry(path, await BackupArchive.ReadFileAsync(path, null, cancellationToken), null);
        }
        catch (Exception e) when (e is ArchiveException or IOException or UnauthorizedAccessException)
        {
            return new CatalogueEntry(path, null, e.Message);
        }
    }
}
