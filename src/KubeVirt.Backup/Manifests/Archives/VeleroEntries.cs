namespace KubeVirt.Backup.Manifests;

/// <summary>Goes through the entries of an archive, compressed or not, to its checked end.</summary>
internal static class VeleroEntries
{
    /// <summary>Calls for each entry, and disposes of the stream.</summary>
    /// <exception cref="ArchiveException">The archive cannot be trusted or read.</exception>
    public static async Task VisitAsync(
        Stream stream,
        ArchiveFormat format,
        string archive,
        ArchiveLimits limits,
        Func<TarEntries, Task> visit,
        CancellationToken cancellationToken
    )
    {
        if (format == ArchiveFormat.None)
            throw new ArchiveException($"{archive}: it is neither a tar nor a gzip. Name a backup archive.");
        var isPacked = format == ArchiveFormat.GZip;
        var tar = isPacked ? MarkedGZip.Unpack(stream) : stream;
        await using (tar.ConfigureAwait(false))
        {
            var entries = new TarEntries(tar, isPacked, archive, limits);
            while (await entries.NextAsync(cancellationToken).ConfigureAwait(false))
                await visit(entries).ConfigureAwait(false);
        }
    }
}
