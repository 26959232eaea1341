namespace KubeVirt.Backup.Testing.Server;

/// <summary>What the real server says where something goes wrong with itself.</summary>
internal static class FaultAnswers
{
    /// <summary>The answer that a fault gives instead of the effect.</summary>
    public static ApiAnswer Of(Fault fault) =>
        fault.Code switch
        {
            429 => ApiAnswer.Status(429, "TooManyRequests", "Too many requests, please try again later.") with
            {
                RetryAfter = fault.RetryAfter ?? 1,
            },
            503 => ApiAnswer.Status(
                503,
                "ServiceUnavailable",
                "the server is currently unable to handle the request"
            ) with
            {
                RetryAfter = fault.RetryAfter,
            },
            504 => ApiAnswer.Status(504, "Timeout", "request did not complete within the allotted timeout"),
            _ => ApiAnswer.Internal("something went wrong") with { Code = fault.Code, Location = fault.Location },
        };
}
