namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Measures the time between two moments on the safe side.</summary>
internal static class Moments
{
    /// <summary>By how much timers end early, and clocks differ that are read one after the other, at the most.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>The most that can have passed: for whatever must not last too long.</summary>
    public static TimeSpan Longest(this TimeProvider time, Moment from, Moment to)
    {
        var (steady, shown) = (time.GetElapsedTime(from.Timestamp, to.Timestamp), to.Utc - from.Utc);
        return steady > shown ? steady : shown;
    }

    /// <summary>The least that has passed: for whatever must have lasted long enough.</summary>
    public static TimeSpan Shortest(this TimeProvider time, Moment from, Moment to)
    {
        var (steady, shown) = (time.GetElapsedTime(from.Timestamp, to.Timestamp), to.Utc - from.Utc);
        return steady < shown ? steady : shown;
    }

    /// <summary>
    /// Waits until a time has passed by both clocks since a moment, or until the token is cancelled, which is no
    /// exception. A timer may end a few milliseconds early, and then the rest is waited for; where a clock was set back,
    /// it is not.
    /// </summary>
    public static async Task WaitAsync(
        this TimeProvider time,
        Moment from,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        var (left, limit) = (span - time.Shortest(from, Moment.Now(time)), span);
        while (left > TimeSpan.Zero && left <= limit && !cancellationToken.IsCancellationRequested)
        {
            // Timers know whole milliseconds.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            (left, limit) = (span - time.Shortest(from, Moment.Now(time)), Slack);
        }
    }

    /// <summary>
    /// The end of a time that began at a known moment, by the clock that shows the time of day; where that was set
    /// meanwhile, the earlier one of what it shows and what the other clock measured.
    /// </summary>
    /// <param name="time">The clocks.</param>
    /// <param name="known">The beginning, by the time of day.</param>
    /// <param name="from">The beginning or a moment after it.</param>
    /// <param name="to">The end.</param>
    public static DateTimeOffset Until(this TimeProvider time, DateTimeOffset known, Moment from, Moment to)
    {
        var measured = known + time.GetElapsedTime(from.Timestamp, to.Timestamp);
        return measured < to.Utc ? measured : to.Utc;
    }
}
