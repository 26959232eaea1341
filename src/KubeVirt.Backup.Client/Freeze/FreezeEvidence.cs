namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a verdict on a guest that was frozen rests on.</summary>
public sealed record FreezeEvidence
{
    /// <summary>UID of the VirtualMachineInstance that was frozen.</summary>
    public required string Uid { get; init; }

    /// <summary>When the server had confirmed the freeze, by this machine's clock: snapshots are made after it.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the work was done, by this machine's clock: snapshots are made before it. Where that clock was set meanwhile, the earlier one of what it says and what a clock says that only goes forward.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>From the request to freeze to the end of the work, by a clock that only goes forward.</summary>
    public required TimeSpan Held { get; init; }

    /// <summary>For how long the freeze can be vouched for: until the server's timer, or that of Windows.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>What the guest's polled status said before the thaw; <see langword="null"/> where it could not be read.</summary>
    public required bool? StatusFrozen { get; init; }

    /// <summary>Whether the polled status was of a time after the work, so that it proves the freeze to the end, unless somebody thawed the guest and it was frozen anew meanwhile.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>Why a snapshot was not certainly cut while the guest was frozen; <see langword="null"/> where it was.</summary>
    internal string? DoubtOf(ClaimTime snapshot) => snapshot.Taken switch
    {
        null => $"When the snapshot of {snapshot.Claim} was cut is not certain: it may have been before the freeze or after the thaw, or there may be none.",
        { } time when time.Earliest < From || time.Latest > To =>
            FormattableString.Invariant($"The snapshot of {snapshot.Claim} was cut between {time.Earliest:O} and {time.Latest:O}, and the guest is known to have been frozen from {From:O} to {To:O}."),
        _ => null,
    };
}
