using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the objects of a velero archive. Kind and name are what the objects themselves say; their paths are only
/// compared with it.
/// </summary>
internal sealed class VeleroReader(string archive, ManifestOptions options, ManifestCollector collector)
{
    /// <summary>Reads the stream to its end and disposes of it.</summary>
    /// <exception cref="ArchiveException">The archive cannot be trusted or read.</exception>
    public async Task ReadAsync(Stream stream, ArchiveFormat format, CancellationToken cancellationToken)
    {
        var contents = new VeleroContents(archive);
        await VeleroEntries
            .VisitAsync(
                stream,
                format,
                archive,
                options.ArchiveLimits,
                async entries =>
                {
                    if (contents.Begin(entries.Name))
                        contents.Add(entries.Name, await entries.ReadAsync(cancellationToken).ConfigureAwait(false));
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        contents.ThrowIfNoBackup();
        foreach (var finding in contents.Findings)
            collector.Add(finding);
        foreach (var (path, content) in contents.Objects)
            Read(path, content, cancellationToken);
    }

    private void Read(VeleroPath path, byte[] content, CancellationToken cancellationToken)
    {
        var found = new ManifestCollector(collector.Texts);
        var place = new Location($"{archive}: {path}", 1, 1);
        ManifestReader.Read(content, place.File, OptionsFor(path), found, cancellationToken);
        var (resources, findings) = found.ToSet();
        if (resources.Count == 0 && findings.Count == 0)
            found.Report(
                FindingIds.NotAResource,
                place,
                "it is empty. Restore the object from another backup, or remove the entry."
            );
        collector.Append(found);
        foreach (
            var resource in resources.Where(resource =>
                resource.Id.Name != path.Name || resource.Id.Namespace != path.Namespace
            )
        )
        {
            collector.Add(
                new Finding(
                    FindingIds.MisplacedEntry,
                    FindingSeverity.Warning,
                    resource.Id,
                    "/metadata",
                    $"{place.File}: what stands there is {resource.Id}, and is read as that. Check that nobody altered the archive."
                )
            );
        }
    }

    // What names no namespace is of the one it was saved from.
    private ManifestOptions OptionsFor(VeleroPath path) =>
        path.Namespace is { } ns && DnsNames.IsLabel(ns) ? options with { DefaultNamespace = ns } : options;
}
