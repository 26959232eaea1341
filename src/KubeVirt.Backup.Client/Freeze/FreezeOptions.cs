namespace KubeVirt.Backup.Client.Freeze;

/// <summary>How to freeze.</summary>
public sealed record FreezeOptions
{
    /// <summary>After which time the server thaws a guest by itself. Default: 5 minutes. At least 1 second: KubeVirt takes less for "never".</summary>
    /// <remarks>Source: KubeVirt pkg/virt-handler/rest/lifecycle.go, which cuts the timeout to whole seconds.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is under a second, or not whole seconds: the server would thaw earlier than was said.</exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfNotEqual(value.Ticks % TimeSpan.TicksPerSecond, 0);
            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>How often to try to thaw. Default: 5.</summary>
    public int ThawAttempts { get; init; } = 5;

    /// <summary>How long to wait between two tries to thaw. Default: 1 second.</summary>
    public TimeSpan ThawDelay { get; init; } = TimeSpan.FromSeconds(1);
}
