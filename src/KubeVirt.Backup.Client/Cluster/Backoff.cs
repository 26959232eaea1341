namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How long to wait before a request is tried again.</summary>
internal static class Backoff
{
    /// <summary>Waits after a try that failed.</summary>
    /// <exception cref="ClusterException">The server wants to be asked so late that nobody waits for it.</exception>
    public static Task WaitAsync(
        int attempt,
        ClusterException failure,
        ClusterOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        failure.RetryAfter > options.MaxRetryAfter
            ? throw TooLate(failure, options)
            : Task.Delay(After(attempt, failure.RetryAfter, options), time, cancellationToken);

    /// <summary>
    /// What the server asks for and a little more, else twice as long each time and a little less; with chance in it,
    /// so that many clients do not come back at once.
    /// </summary>
    public static TimeSpan After(int attempt, TimeSpan? retryAfter, ClusterOptions options)
    {
#pragma warning disable CA5394 // Chance spreads load here; it guards nothing.
        var chance = options.Chance.NextDouble();
#pragma warning restore CA5394
        if (retryAfter is { } asked)
            return asked + options.RetryDelay * chance;
        var wait = options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return (wait < options.MaxRetryDelay ? wait : options.MaxRetryDelay) * (0.5 + chance / 2);
    }

    private static ClusterException TooLate(ClusterException failure, ClusterOptions options) =>
        new(
            new HttpMethod(failure.Method),
            failure.Path,
            FormattableString.Invariant(
                $"{(int?)failure.StatusCode}: the server wants to be asked again after {failure.RetryAfter!.Value.TotalSeconds:0} s, and no more than the {options.MaxRetryAfter.TotalSeconds:0} s of {nameof(ClusterOptions.MaxRetryAfter)} are waited. Try again then, or allow more."
            ),
            failure
        )
        {
            StatusCode = failure.StatusCode,
            Reason = failure.Reason,
        };
}
