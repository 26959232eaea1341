namespace KubeVirt.Backup.Manifests;

/// <summary>How much an archive may hold before it is refused, so that a small file cannot fill the memory.</summary>
/// <remarks>
/// An archive is read in memory; nothing is ever unpacked to disk. The defaults hold a hundred thousand objects of 5
/// KB, each there twice. An API server itself takes no object larger than a few MiB (etcd, <c>--max-request-bytes</c>,
/// 1.5 MiB unless set).
/// </remarks>
public sealed record ArchiveLimits
{
    /// <summary>The most bytes of the unpacked archive, headers and padding included. 1 GiB unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public long MaxBytes
    {
        get;
        init => field = Positive(value, nameof(MaxBytes));
    } = 1L << 30;

    /// <summary>The most bytes of one entry. 16 MiB unless set.</summary>
    /// <inheritdoc cref="MaxBytes" path="/exception"/>
    public int MaxEntryBytes
    {
        get;
        init => field = (int)Positive(value, nameof(MaxEntryBytes));
    } = 16 << 20;

    /// <summary>The most entries, folders included. 1,000,000 unless set; velero writes two for each object.</summary>
    /// <inheritdoc cref="MaxBytes" path="/exception"/>
    public int MaxEntries
    {
        get;
        init => field = (int)Positive(value, nameof(MaxEntries));
    } = 1_000_000;

    private static long Positive(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
