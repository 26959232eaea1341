namespace KubeVirt.Backup.Client;

/// <summary>
/// The clocks of a host that is suspended for a while: the one that only goes forward stands still meanwhile.
/// </summary>
internal sealed class SuspendedTime(TimeProvider inner) : TimeProvider
{
    public DateTimeOffset From { get; init; } = DateTimeOffset.MaxValue;

    public TimeSpan For { get; init; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp()
    {
        var since = inner.GetUtcNow() - From;
        var lost = TimeSpan.FromTicks(Math.Clamp(since.Ticks, 0, For.Ticks));
        return inner.GetTimestamp() - (long)(lost.TotalSeconds * TimestampFrequency);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
