namespace KubeVirt.Backup.Manifests;

/// <summary>How much an archive may hold before it is refused, so that a small file cannot fill the memory.</summary>
/// <remarks>
/// An archive is read in memory and never unpacked to disk. The defaults have room for a hundred thousand objects of
/// 5 KB, each of them twice. An API server accepts no object larger than a few MiB (etcd, <c>--max-request-bytes</c>,
/// default 1.5 MiB).
/// </remarks>
public sealed record ArchiveLimits
{
    /// <summary>How many bytes the unpacked archive may have, headers and padding included. Default: 1 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public long MaxBytes
    {
        get;
        init => field = Positive(value, nameof(MaxBytes));
    } = 1L << 30;

    /// <summary>How many bytes one entry may have. Default: 16 MiB.</summary>
    /// <inheritdoc cref="MaxBytes" path="/exception"/>
    public int MaxEntryBytes
    {
        get;
        init => field = (int)Positive(value, nameof(MaxEntryBytes));
    } = 16 << 20;

    /// <summary>
    /// How many entries the archive may have, folders included. Velero writes two for each object. Default: 1,000,000.
    /// </summary>
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
