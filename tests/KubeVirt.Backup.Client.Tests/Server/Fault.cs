namespace KubeVirt.Backup.Cluster;

/// <summary>What goes wrong on purpose.</summary>
internal enum FaultKind
{
    /// <summary>An error instead of the effect: <see cref="Fault.Code"/>.</summary>
    Error,

    /// <summary>The connection breaks before the effect.</summary>
    ResetBefore,

    /// <summary>The effect takes place, the connection breaks before the answer.</summary>
    ResetAfter,

    /// <summary>Half of the body comes, then the connection breaks.</summary>
    ResetInBody,

    /// <summary>The body comes in small pieces, each after <see cref="Fault.Delay"/>.</summary>
    SlowBody,

    /// <summary>The body never ends.</summary>
    EndlessBody,

    /// <summary>The body never ends, and comes as fast as it can be read.</summary>
    FloodBody,

    /// <summary>No answer comes at all.</summary>
    Stall,

    /// <summary>The lists under way are forgotten, so that their next page is 410.</summary>
    Compact,
}

/// <summary>One thing that goes wrong for requests that match, a number of times.</summary>
internal sealed class Fault(FaultKind kind)
{
    private int _times = 1;

    public FaultKind Kind => kind;

    /// <summary>HTTP method; any where it is <see langword="null"/>.</summary>
    public string? Method { get; init; }

    /// <summary>A part of path and query.</summary>
    public string Path { get; init; } = "";

    /// <summary>How often.</summary>
    public int Times
    {
        get => _times;
        init => _times = value;
    }

    /// <summary>Status code of an error.</summary>
    public int Code { get; init; } = 503;

    /// <summary>Seconds of the header Retry-After.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The header Location of a redirect.</summary>
    public string? Location { get; init; }

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>An answer with a status code instead of the effect.</summary>
    public static Fault OfCode(int code, string path, string? method = null, int times = 1, int? retryAfter = null) =>
        new(FaultKind.Error)
        {
            Code = code,
            Method = method,
            Path = path,
            Times = times,
            RetryAfter = retryAfter,
        };

    public bool TryTake(ApiRequest request)
    {
        if (
            (Method is not null && Method != request.Method)
            || !request.ToString().Contains(Path, StringComparison.Ordinal)
        )
            return false;
        if (Interlocked.Decrement(ref _times) >= 0)
            return true;
        Interlocked.Increment(ref _times);
        return false;
    }

    public ApiAnswer ToAnswer() =>
        Code switch
        {
            429 => ApiAnswer.Status(429, "TooManyRequests", "Too many requests, please try again later.") with
            {
                RetryAfter = RetryAfter ?? 1,
            },
            503 => ApiAnswer.Status(
                503,
                "ServiceUnavailable",
                "the server is currently unable to handle the request"
            ) with
            {
                RetryAfter = RetryAfter,
            },
            504 => ApiAnswer.Status(504, "Timeout", "request did not complete within the allotted timeout"),
            _ => ApiAnswer.Internal("something went wrong") with { Code = Code, Location = Location },
        };
}
