namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a verdict on a guest that was frozen, or that did not run, rests on.</summary>
public sealed record FreezeEvidence
{
    /// <summary>
    /// UID of the VirtualMachineInstance that was frozen, or that has ended; empty where there was none.
    /// </summary>
    public required string Uid { get; init; }

    /// <summary>
    /// When the server had confirmed the freeze, or that no guest ran, by this machine's clock: snapshots are taken
    /// after it.
    /// </summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>
    /// When the work was done, by this machine's clock: snapshots are taken before it. Where that clock was set
    /// meanwhile, the earlier one of its time and that of a clock that only goes forward.
    /// </summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>
    /// From the request to freeze, or the answer that no guest ran, to the end of the work, by the clock that only goes
    /// forward or by the one that shows the time of day, whichever says more: the first stands still while the host is
    /// suspended.
    /// </summary>
    public required TimeSpan Held { get; init; }

    /// <summary>
    /// For how long the freeze can be vouched for: until the server's timer, that of Windows, or
    /// <see cref="FreezeOptions.MaxHold"/>, whichever is first. Where no guest ran: until that was read again.
    /// </summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>
    /// Whether the guest's polled status was frozen before the thaw; <see langword="null"/> where it could not be read.
    /// </summary>
    public required bool? StatusFrozen { get; init; }

    /// <summary>
    /// Whether the polled status was of a time after the work, as it always is where no guest ran, so that it proves
    /// the freeze to the end, unless somebody thawed the guest and it was frozen again meanwhile.
    /// </summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>
    /// Why a snapshot was not certainly taken from <see cref="From"/> to <see cref="To"/>; <see langword="null"/> where
    /// it was.
    /// </summary>
    /// <param name="snapshot">When the snapshot was taken.</param>
    /// <param name="state">How the guest was meanwhile, as the end of "the guest is known ...".</param>
    internal string? DoubtOf(ClaimTime snapshot, string state)
    {
        if (snapshot.Taken is not { } time)
        {
            return $"When the snapshot of {snapshot.Claim} was taken is not certain: it may have been before or after "
                + $"the time in which the guest is known {state}, or there may be none.";
        }

        if (time.Earliest >= From && time.Latest <= To)
            return null;

        return $"The snapshot of {snapshot.Claim} was taken between "
            + FormattableString.Invariant($"{time.Earliest:O} and {time.Latest:O}, ")
            + FormattableString.Invariant($"and the guest is known {state} from {From:O} to {To:O}.");
    }
}
