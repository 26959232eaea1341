namespace KubeVirt.Backup.Testing;

/// <summary>
/// Time that passes faster than it does: with a factor of 1000 a minute takes 60 milliseconds, for a cluster, its guests and
/// whoever works with them by this clock.
/// </summary>
/// <remarks>
/// It goes on by itself, so that a test of something that waits needs nobody who winds it. Real requests take their time by
/// the system's clock: keep the factor so small that a limit of time is still long for them.
/// </remarks>
/// <param name="factor">How many times faster.</param>
/// <example>
/// <code language="csharp">
/// var time = new FastTime(1000);
/// await using TestCluster cluster = await TestCluster.StartAsync([], time);
/// await Task.Delay(TimeSpan.FromMinutes(1), time);
/// </code>
/// </example>
public sealed class FastTime(double factor) : TimeProvider
{
    private readonly double _factor =
        factor > 0 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "Time goes forward.");

    private readonly DateTimeOffset _begin = System.GetUtcNow();
    private readonly long _started = System.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => (long)((System.GetTimestamp() - _started) * _factor);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _begin + System.GetElapsedTime(_started) * _factor;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);

    /// <summary>The system's time for one of this clock's, never less: a timer must not come too early.</summary>
    private TimeSpan Shorten(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / _factor));

    private sealed class FastTimer(ITimer inner, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(shorten(dueTime), shorten(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
