namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The snapshot of a claim, as an archive keeps it.</summary>
public sealed record TakenSnapshot
{
    /// <summary>The PersistentVolumeClaim.</summary>
    public required ResourceId Claim { get; init; }

    /// <summary>Its VolumeSnapshot or the like; <see langword="null"/> where the cluster has no such object.</summary>
    public ResourceId? Snapshot { get; init; }

    /// <summary>How the storage calls it; <see langword="null"/> where nobody said so.</summary>
    public string? Handle { get; init; }

    /// <summary>It was not taken before this; <see langword="null"/> where the time is not certain.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>It was not taken after this; <see langword="null"/> where the time is not certain.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>The snapshot that a session was told of.</summary>
    internal static TakenSnapshot Of(Freeze.ClaimTime time) =>
        new()
        {
            Claim = time.Claim,
            Snapshot = time.Snapshot,
            Handle = time.Handle,
            Earliest = time.Taken?.Earliest,
            Latest = time.Taken?.Latest,
        };
}
