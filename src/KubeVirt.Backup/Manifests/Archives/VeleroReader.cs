using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the objects of an archive in Velero's layout. Kind and name are those in the objects themselves; their paths
/// are only compared with them.
/// </summary>
/// <param name="archive">What messages call the archive.</param>
/// <param name="options">How to read.</param>
/// <param name="collector">Takes the objects and findings.</param>
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

        // Only now that the whole archive is known to be valid are its objects read.
        foreach (var finding in contents.Findings)
            collector.Add(finding);
        foreach (var (path, content) in contents.Objects)
            Read(path, content, cancellationToken);
    }

    /// <summary>Reads the objects of one entry, and reports those that do not belong there.</summary>
    private void Read(VeleroPath path, byte[] content, CancellationToken cancellationToken)
    {
        var entry = new ManifestCollector(collector.Texts);
        var place = new Location($"{archive}: {path}", 1, 1);
        ManifestReader.Read(content, place.File, OptionsFor(path), entry, cancellationToken);

        var (resources, findings) = entry.ToSet();
        if (resources.Count == 0 && findings.Count == 0)
        {
            entry.Report(
                FindingIds.NotAResource,
                place,
                "the entry is empty. Restore the object from another backup, or remove the entry."
            );
        }

        collector.Append(entry);
        foreach (var resource in resources)
        {
            if (resource.Id.Name != path.Name || resource.Id.Namespace != path.Namespace)
                collector.Add(Misplaced(resource.Id, place));
        }
    }

    /// <summary>
    /// A warning about an object whose path does not fit it: whoever writes archives does not write such.
    /// </summary>
    private static Finding Misplaced(ResourceId id, Location place) =>
        new(
            FindingIds.MisplacedEntry,
            FindingSeverity.Warning,
            id,
            "/metadata",
            $"{place.File}: the entry holds {id}, and is read as that. Check that nobody altered the archive."
        );

    // An object that names no namespace belongs to the one that it was saved from.
    private ManifestOptions OptionsFor(VeleroPath path) =>
        path.Namespace is { } namespaceName && DnsNames.IsLabel(namespaceName)
            ? options with
            {
                DefaultNamespace = namespaceName,
            }
            : options;
}
