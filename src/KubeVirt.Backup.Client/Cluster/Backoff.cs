namespace KubeVirt.Backup.Client.Cluster;

/// <summary>How long to wait before a request is tried again.</summary>
internal static class Backoff
{
    /// <summary>Doubling more often than this only overflows.</summary>
    private const int MaxDoublings = 30;

    /// <summary>Waits after a try that failed.</summary>
    /// <param name="attempt">The number of the try, counted from 1.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="options">The limits of the wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ClusterException">The server wants a longer wait than the options allow.</exception>
    public static Task WaitAsync(
        int attempt,
        ClusterException failure,
        ClusterOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (failure.RetryAfter > options.MaxRetryAfter)
            throw TooLate(failure, options);

        var delay = After(attempt, failure.RetryAfter, options);
        options.Waits?.Report(new ClusterWait(failure.Message, delay));
        return Task.Delay(delay, time, cancellationToken);
    }

    /// <summary>
    /// What the server wants and a little more, else twice as long each time and a little less; with chance in it, so
    /// that many clients do not come back at once.
    /// </summary>
    public static TimeSpan After(int attempt, TimeSpan? retryAfter, ClusterOptions options)
    {
#pragma warning disable CA5394 // Chance spreads load here; it guards nothing.
        var chance = options.Chance.NextDouble();
#pragma warning restore CA5394
        if (retryAfter is { } asked)
            return asked + options.RetryDelay * chance;

        var wait = options.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, MaxDoublings));
        var limited = wait < options.MaxRetryDelay ? wait : options.MaxRetryDelay;
        return limited * (0.5 + chance / 2);
    }

    private static ClusterException TooLate(ClusterException failure, ClusterOptions options)
    {
        var asked = failure.RetryAfter!.Value.TotalSeconds;
        var most = options.MaxRetryAfter.TotalSeconds;
        return new ClusterException(
            new HttpMethod(failure.Method),
            failure.Path,
            FormattableString.Invariant($"{(int?)failure.StatusCode}: the server wants a wait of {asked:0} s, ")
                + FormattableString.Invariant($"and no more than the {most:0} s of ")
                + $"{nameof(ClusterOptions.MaxRetryAfter)} are waited. Try again then, or allow more.",
            failure
        )
        {
            StatusCode = failure.StatusCode,
            Reason = failure.Reason,
        };
    }
}
