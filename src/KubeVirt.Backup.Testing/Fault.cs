namespace KubeVirt.Backup.Testing;

/// <summary>One thing that goes wrong in a <see cref="TestCluster"/>: for which requests, how often, and what.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <example>
/// <code language="csharp">
/// await using TestCluster cluster = await TestCluster.StartAsync();
/// // The second Secret is created, and nobody hears of it.
/// cluster.Break(new Fault(FaultKind.ResetAfter) { Method = "POST", Path = "/secrets", Skip = 1 });
/// </code>
/// </example>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The HTTP method. Default: <see langword="null"/>, any.</summary>
    public string? Method { get; init; }

    /// <summary>A part of path and query. Default: empty, any.</summary>
    public string Path { get; init; } = "";

    /// <summary>How many of these requests pass before. Default: 0.</summary>
    public int Skip { get; init; }

    /// <summary>How many of the requests that follow are hit. Default: 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The status code of an <see cref="FaultKind.Error"/>. Default: 503.</summary>
    public int Code { get; init; } = 503;

    /// <summary>
    /// The header Retry-After of an <see cref="FaultKind.Error"/>, in seconds. Default: <see langword="null"/>, none but
    /// 1 with the code 429.
    /// </summary>
    public int? RetryAfter { get; init; }

    /// <summary>The header Location of an <see cref="FaultKind.Error"/>. Default: <see langword="null"/>, none.</summary>
    public string? Location { get; init; }

    /// <summary>How late something comes, by the cluster's clock. Default: 50 milliseconds.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>An answer with a status code instead of the effect.</summary>
    /// <param name="code">The status code.</param>
    /// <param name="path">A part of path and query.</param>
    /// <param name="method">The HTTP method. Default: any.</param>
    /// <param name="times">How many of these requests are hit. Default: 1.</param>
    /// <param name="retryAfter">The header Retry-After in seconds. Default: none but 1 with the code 429.</param>
    public static Fault OfCode(int code, string path, string? method = null, int times = 1, int? retryAfter = null) =>
        new(FaultKind.Error)
        {
            Code = code,
            Method = method,
            Path = path,
            Times = times,
            RetryAfter = retryAfter,
        };

    /// <summary>Whether this is one of the requests that the fault is about.</summary>
    internal bool IsAbout(TestRequest request) =>
        (Method is null || Method == request.Method) && request.ToString().Contains(Path, StringComparison.Ordinal);
}
