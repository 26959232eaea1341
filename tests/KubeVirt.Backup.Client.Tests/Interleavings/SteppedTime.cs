namespace KubeVirt.Backup.Client;

/// <summary>A clock that goes on only from one timer to the next, when it is told to.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the next timer is due; <see langword="null"/> where nothing waits for time.</summary>
    public DateTimeOffset? Due
    {
        get
        {
            lock (_lock)
                return _timers.Min(timer => timer.Due);
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    /// <summary>Goes on to the next timer, and runs what waits for it.</summary>
    public void Advance()
    {
        Timer next;
        lock (_lock)
            next = _timers.Where(timer => timer.Due is not null).MinBy(timer => timer.Due)!;

        _now = next.Due > _now ? next.Due.Value : _now;
        next.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock)
            _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(SteppedTime time, Action callback) : ITimer
    {
        public DateTimeOffset? Due { get; private set; }

        public void Fire()
        {
            Due = null;
            callback();
        }

        /// <summary>Nothing here asks for a timer that comes back.</summary>
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
