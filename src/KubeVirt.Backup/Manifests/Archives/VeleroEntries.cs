namespace KubeVirt.Backup.Manifests;

/// <summary>Reads the entries of an archive, compressed or not, and checks that it is complete.</summary>
internal static class VeleroEntries
{
    /// <summary>Calls a function for each entry in order, and disposes of the stream.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="format">Its format.</param>
    /// <param name="archive">What messages call it.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="visit">Reads the entry that the archive stands at, or does not.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
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
            throw new ArchiveException($"{archive}: the file is neither a tar nor a gzip. Name a backup archive.");

        var isPacked = format == ArchiveFormat.GZip;
        var tar = isPacked ? EndMarkedGZip.Unpack(stream) : stream;
        await using (tar.ConfigureAwait(false))
        {
            var entries = new TarEntries(tar, isPacked, archive, limits);
            while (await entries.NextAsync(cancellationToken).ConfigureAwait(false))
                await visit(entries).ConfigureAwait(false);
        }
    }
}
