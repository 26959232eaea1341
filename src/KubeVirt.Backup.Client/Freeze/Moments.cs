namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Measures the time between two moments on the safe side.</summary>
internal static class Moments
{
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
