namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// When a guest was frozen and thawed, as its launcher knows it, and what the polled status says of that.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-launcher/virtwrap/storage/fsfreeze.go; the poll of 5 seconds is that of
/// cmd/virt-launcher/virt-launcher.go.
/// </remarks>
internal sealed class GuestRecord
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _freezes = [];

    /// <summary>How often it was frozen.</summary>
    public int Freezes
    {
        get
        {
            lock (_lock)
                return _freezes.Count;
        }
    }

    /// <summary>Freezes; a guest that is frozen stays so and keeps its timer.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeout">Cut to whole seconds; nothing left of it is for ever.</param>
    public void Freeze(DateTimeOffset now, TimeSpan timeout)
    {
        var seconds = (int)timeout.TotalSeconds;
        lock (_lock)
        {
            if (!Frozen(now))
                _freezes.Add((now, seconds == 0 ? DateTimeOffset.MaxValue : now.AddSeconds(seconds)));
        }
    }

    /// <summary>Thaws; a guest that is not frozen stays so.</summary>
    public void Thaw(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Frozen(now))
                _freezes[^1] = (_freezes[^1].From, now);
        }
    }

    /// <summary>Whether it is frozen at a time, as far as is known now.</summary>
    public bool IsFrozen(DateTimeOffset at)
    {
        lock (_lock)
            return Frozen(at);
    }

    /// <summary>What the last poll saw.</summary>
    public bool Polled(DateTimeOffset now) =>
        IsFrozen(new DateTimeOffset(now.Ticks - now.Ticks % Poll.Ticks, now.Offset));

    /// <summary>Whether one freeze spans all of it.</summary>
    public bool WasFrozen(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return _freezes.Exists(freeze => freeze.From <= from && to <= freeze.Until);
    }

    private bool Frozen(DateTimeOffset at) => _freezes.Exists(freeze => freeze.From <= at && at < freeze.Until);
}
