namespace KubeVirt.Backup.Client;

/// <summary>
/// The clocks of a host that is suspended for a while: the one that only goes forward stands still meanwhile.
/// </summary>
internal sealed class SuspendedTime(TimeProvider inner) : RelayedTime(inner)
{
    public DateTimeOffset From { get; init; } = DateTimeOffset.MaxValue;

    public TimeSpan For { get; init; }

    public override long GetTimestamp()
    {
        var since = GetUtcNow() - From;
        var lost = TimeSpan.FromTicks(Math.Clamp(since.Ticks, 0, For.Ticks));
        return base.GetTimestamp() - (long)(lost.TotalSeconds * TimestampFrequency);
    }
}
