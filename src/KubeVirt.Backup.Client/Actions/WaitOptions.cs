namespace KubeVirt.Backup.Client.Actions;

/// <summary>How to wait for a controller.</summary>
public sealed record WaitOptions
{
    /// <summary>How long to wait at most; a look that is under way then is cut off. Default: 10 minutes. Zero looks once, for as long as that takes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait between two looks. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
