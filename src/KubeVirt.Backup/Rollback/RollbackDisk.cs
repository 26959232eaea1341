namespace KubeVirt.Backup.Rollback;

/// <summary>A disk whose data is taken back.</summary>
public sealed record RollbackDisk
{
    /// <summary>What the machine calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The claim in the archive, whose data it gets.</summary>
    public required ResourceId Archived { get; init; }

    /// <summary>The claim that the machine uses now.</summary>
    public required ResourceId Current { get; init; }

    /// <summary>The UID of that claim; <see langword="null"/> where it has none, as in a manifest.</summary>
    public string? CurrentUid { get; init; }

    /// <summary>How it is taken back.</summary>
    public RollbackMethod Method { get; init; }

    /// <summary>The claim that is filled: a new one for a swap, the current one for a refill.</summary>
    public required ResourceId Filled { get; init; }

    /// <summary>Its size in bytes; <see langword="null"/> where it is not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Whether the claim belongs to a DataVolume of the same name.</summary>
    public bool HasDataVolume { get; init; }
}
