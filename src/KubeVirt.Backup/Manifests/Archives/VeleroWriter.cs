using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>Writes resources in velero's layout; the same resources, in any order, give the same bytes.</summary>
internal static class VeleroWriter
{
    // Velero unpacks with the mode of a file for the folder around it, so a file that could not be entered as a folder
    // could not be restored.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="ArgumentException">Two resources would be the same entry.</exception>
    public static IReadOnlyList<(VeleroPath Path, Resource Resource)> Arrange(IEnumerable<Resource> resources)
    {
        var entries = resources
            .Select(resource =>
                (
                    Path: new VeleroPath(
                        KindNames.Resource(resource.Id.Kind),
                        null,
                        resource.Id.Namespace,
                        resource.Id.Name
                    ),
                    Resource: resource
                )
            )
            .OrderBy(entry => entry.Path.ToString(), StringComparer.Ordinal)
            .ToList();
        foreach (var (first, second) in entries.Zip(entries.Skip(1)).Where(pair => pair.First.Path == pair.Second.Path))
            throw new ArgumentException(
                $"{first.Resource.Id} and {second.Resource.Id} would both be {first.Path}. Leave one out.",
                nameof(resources)
            );
        return entries;
    }

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
            // Disposed where all went well only: that writes the mark of the end, without which nobody takes the
            // archive for whole.
            var tar = new TarWriter(gzip, TarEntryFormat.Gnu, leaveOpen: true);
            await WriteAsync(
                    tar,
                    VeleroPath.VersionFile,
                    Encoding.UTF8.GetBytes(VeleroVersion.Current + "\n"),
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (var annex in annexes)
                await WriteAsync(tar, annex.Entry, annex.Content, cancellationToken).ConfigureAwait(false);
            foreach (var (path, resource) in entries)
            {
                var version = resource.ApiVersion[(resource.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
                await WriteAsync(tar, path.ToString(), resource.Json, cancellationToken).ConfigureAwait(false);
                await WriteAsync(
                        tar,
                        (path with { Version = version + VeleroPath.Preferred }).ToString(),
                        resource.Json,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }

            await tar.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(
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
