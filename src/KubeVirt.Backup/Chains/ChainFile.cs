namespace KubeVirt.Backup.Chains;

/// <summary>The data of one volume in a backup.</summary>
public sealed record ChainFile
{
    /// <summary>What the machine calls the volume.</summary>
    public required string Volume { get; init; }

    /// <summary>Where the data is, as the product that keeps it says: a path or the address of an object.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Whether it is the whole volume, also in an incremental backup: of a disk that was added since. Otherwise it is
    /// applied to the file of the same volume in the backup that this one is based on.
    /// </summary>
    public bool IsFull { get; init; }

    /// <summary>
    /// The UID of the PersistentVolumeClaim that was read; <see langword="null"/> where it was not noted. A claim of another
    /// UID holds another disk, whatever its name.
    /// </summary>
    public string? ClaimUid { get; init; }

    /// <summary>Its size in bytes as it is kept; <see langword="null"/> where it was not noted.</summary>
    public long? Bytes { get; init; }

    /// <summary>Its format. Default: <c>qcow2</c>, as KubeVirt writes it.</summary>
    /// <remarks>Default: <c>qcow2</c>, which is also what a document says that lacks the member.</remarks>
    public string Format
    {
        get;
        init => field = value ?? "qcow2";
    } = "qcow2";
}
