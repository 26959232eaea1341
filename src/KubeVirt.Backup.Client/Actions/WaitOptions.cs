namespace KubeVirt.Backup.Client.Actions;

/// <summary>How long, and how often, to wait for a controller.</summary>
public sealed record WaitOptions
{
    // Timers run no longer; who waits for more than seven weeks waits for good.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>
    /// How long to wait at most; a read that is under way then is cut off. Default: 10 minutes. Zero reads once, for as
    /// long as that takes; <see cref="Timeout.InfiniteTimeSpan"/> waits until it is done or has failed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </exception>
    public TimeSpan Limit
    {
        get;
        init => field = value == Timeout.InfiniteTimeSpan ? value : Within(TimeSpan.Zero, value, TimeSpan.MaxValue);
    } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait between two reads. Default: 1 second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 49 days.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = Within(TimeSpan.Zero, value, MaxTimer);
    } = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is one read, whatever it shows.</summary>
    internal bool IsOneRead => Limit == TimeSpan.Zero;

    /// <summary>
    /// What is cancelled when the time of a wait that begins now is over: never where there is one read, or no end.
    /// </summary>
    internal CancellationTokenSource Begin(TimeProvider time) =>
        new(IsOneRead || Limit > MaxTimer ? Timeout.InfiniteTimeSpan : Limit, time);

    private static TimeSpan Within(TimeSpan least, TimeSpan value, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
