using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Writes resources in Velero's layout. The same resources, in any order, give the same bytes: nothing in the archive
/// depends on the time or the user.
/// </summary>
internal static class VeleroWriter
{
    // Velero gives the folder around a file the mode of the file, so a file that could not be entered as a folder could
    // not be restored.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The entries of some resources, ordered by their names.</summary>
    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    public static IReadOnlyList<(VeleroPath Path, Resource Resource)> Arrange(IEnumerable<Resource> resources)
    {
        var entries = resources
            .Select(resource => (Path: PathOf(resource.Id), Resource: resource))
            .OrderBy(entry => entry.Path.ToString(), StringComparer.Ordinal)
            .ToList();

        foreach (var (first, second) in entries.Zip(entries.Skip(1)))
        {
            if (first.Path == second.Path)
            {
                throw new ArgumentException(
                    $"{first.Resource.Id} and {second.Resource.Id} would both be {first.Path}. Remove one of them.",
                    nameof(resources)
                );
            }
        }

        return entries;
    }

    /// <summary>Writes the archive.</summary>
    /// <param name="entries">The resources, in order.</param>
    /// <param name="annexes">Files that this library adds.</param>
    /// <param name="stream">The stream to write to. Left open.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(
        IReadOnlyList<(VeleroPath Path, Resource Resource)> entries,
        IReadOnlyList<ArchiveAnnex> annexes,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            // Disposed only where everything was written: that writes the end of the tar, without which no reader
            // accepts the archive as complete.
            var tar = new TarWriter(gzip, TarEntryFormat.Gnu, leaveOpen: true);

            var version = Encoding.UTF8.GetBytes(VeleroVersion.Current + "\n");
            await WriteEntryAsync(tar, VeleroPath.VersionFile, version, cancellationToken).ConfigureAwait(false);

            foreach (var annex in annexes)
                await WriteEntryAsync(tar, annex.Entry, annex.Content, cancellationToken).ConfigureAwait(false);
            foreach (var (path, resource) in entries)
                await WriteResourceAsync(tar, path, resource, cancellationToken).ConfigureAwait(false);

            await tar.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The place of an object, by the plural of its kind. A plural that is not known is guessed.</summary>
    private static VeleroPath PathOf(ResourceId id) => new(KindNames.Resource(id.Kind), null, id.Namespace, id.Name);

    /// <summary>Writes an object without a version and, as the same bytes, in its version.</summary>
    private static async Task WriteResourceAsync(
        TarWriter tar,
        VeleroPath path,
        Resource resource,
        CancellationToken cancellationToken
    )
    {
        var slash = resource.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var version = resource.ApiVersion[(slash + 1)..];
        var versioned = path with { Version = version + VeleroPath.Preferred };

        await WriteEntryAsync(tar, path.ToString(), resource.Json, cancellationToken).ConfigureAwait(false);
        await WriteEntryAsync(tar, versioned.ToString(), resource.Json, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes one file, with the same owner, mode and time for all of them.</summary>
    private static async Task WriteEntryAsync(
        TarWriter tar,
        string name,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        var bytes = MemoryMarshal.TryGetArray(content, out var segment) ? segment : content.ToArray();
        using var data = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        var entry = new GnuTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = data,
            Mode = Mode,
            ModificationTime = DateTimeOffset.UnixEpoch,
        };

        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
