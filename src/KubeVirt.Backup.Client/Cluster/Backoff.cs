namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How long to wait before a request is tried again.</summary>
internal static class Backoff
{
    /// <summary>What the server asks for, else twice as long each time; with chance in it, so that many clients do not come back at once.</summary>
    public static TimeSpan After(int attempt, TimeSpan? retryAfter, ClusterOptions options)
    {
        var most = options.MaxRetryDelay;
        if (retryAfter is { } asked)
            return asked < most ? asked : most;
        var wait = options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
#pragma warning disable CA5394 // Chance spreads load here; it guards nothing.
        return (wait < most ? wait : most) * (0.5 + Random.Shared.NextDouble() / 2);
#pragma warning restore CA5394
    }
}
