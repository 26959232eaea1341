using System.Net;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// A request to a cluster failed. Holds the method, the path and the server's message, never the body of the request.
/// </summary>
public sealed class ClusterException : IOException
{
    internal ClusterException(HttpMethod method, string path, string problem, Exception? innerException = null)
        : base($"{method} {path}: {problem}", innerException)
    {
        Method = method.Method;
        Path = path;
    }

    /// <summary>HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path below the server's address, without the query.</summary>
    public string Path { get; }

    /// <summary>HTTP status code; <see langword="null"/> where no answer came.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>
    /// The reason in the server's Status, such as <c>Forbidden</c>; <see langword="null"/> where it gave none.
    /// </summary>
    public string? Reason { get; internal init; }

    /// <summary>Whether the same request can succeed later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>
    /// Whether no further request will do better: there was no answer, or the server no longer knows the account.
    /// </summary>
    internal bool IsLoss => StatusCode is null or HttpStatusCode.Unauthorized;

    /// <summary>
    /// How long the server wants the client to wait; <see langword="null"/> where it does not say so.
    /// </summary>
    internal TimeSpan? RetryAfter { get; init; }
}
