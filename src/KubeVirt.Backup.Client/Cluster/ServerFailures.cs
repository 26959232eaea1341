using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Turns what a server answered, and ways in which it did not, into exceptions that say what to do.</summary>
internal static partial class ServerFailures
{
    /// <summary>How much of an answer that is no Status is quoted.</summary>
    private const int MaxText = 500;

    /// <summary>The server answered, with a code that is no success.</summary>
    public static ClusterException Read(
        HttpMethod method,
        string path,
        HttpResponseMessage response,
        byte[] body,
        TimeProvider time
    )
    {
        var (reason, message) = StatusIn(body);
        var code = response.StatusCode;
        return new ClusterException(
            method,
            path,
            $"{(int)code} {message ?? response.ReasonPhrase}{Remedy(code, message)}"
        )
        {
            StatusCode = code,
            Reason = reason,
            IsTransient = (int)code is 429 or 500 or 502 or 503 or 504,
            RetryAfter = RetryAfterOf(response, time),
        };
    }

    /// <summary>The client that was given followed a redirect. What comes from elsewhere is not trusted.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="elsewhere">Where it was redirected to.</param>
    public static ClusterException Redirected(HttpMethod method, string path, Uri elsewhere) =>
        new(
            method,
            path,
            $"the server redirected to {elsewhere.Authority}. Redirects are not followed. "
                + "Use the address of the API server itself."
        );

    /// <summary>No answer came: the server is not trusted, is not reached, or the connection broke off.</summary>
    public static ClusterException NoAnswer(HttpMethod method, string path, Uri server, Exception e)
    {
        var cause = e.GetBaseException().Message;
        var error = (e as HttpRequestException)?.HttpRequestError;
        if (error == HttpRequestError.SecureConnectionError && TlsFailures.IsDistrust(e))
        {
            // Not transient: a certificate does not change with the next try.
            return new ClusterException(
                method,
                path,
                $"no trusted connection to {server.Authority}: {cause} "
                    + "Check certificate-authority-data and the server's name in the kubeconfig.",
                e
            );
        }

        var problem = error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            ? $"{server.Authority} cannot be reached: {cause}. "
                + "Check the server's address in the kubeconfig, and the network."
            : $"the connection to {server.Authority} broke off: {cause}";
        return new ClusterException(method, path, problem, e) { IsTransient = true };
    }

    /// <summary>No complete answer came in time.</summary>
    public static ClusterException TimedOut(HttpMethod method, string path, TimeSpan limit, Exception e) =>
        new(
            method,
            path,
            $"there was no complete answer within {limit.TotalSeconds:0} s. "
                + "Check that the server is well, or allow more time.",
            e
        )
        {
            IsTransient = true,
        };

    /// <summary>The answer is longer than is read.</summary>
    public static ClusterException TooLong(HttpMethod method, string path, int most) =>
        new(
            method,
            path,
            FormattableString.Invariant($"the answer has more than the {most} bytes of ")
                + $"{nameof(ClusterOptions.MaxResponseBytes)}. "
                + $"Ask for smaller pages ({nameof(ClusterOptions.PageSize)}), allow more, "
                + "or look at what stands between if it never ends."
        );

    /// <summary>There are no credentials for the request; the next try may get some.</summary>
    public static ClusterException NoCredentials(HttpMethod method, string path, Exception e) =>
        new(
            method,
            path,
            $"there are no credentials: {Kubeconfig.Describe(e)} "
                + "Check the kubeconfig's user, and what it runs to get a token.",
            e
        )
        {
            IsTransient = true,
        };

    /// <summary>The answer is of another form than that of an API server.</summary>
    public static ClusterException NoApiServer(HttpMethod method, string path, Exception e) =>
        new(
            method,
            path,
            "the answer is not that of a Kubernetes API server. Check the server's address in the kubeconfig.",
            e
        );

    /// <summary>The server does not serve a kind.</summary>
    /// <param name="method">The request that could not be sent.</param>
    /// <param name="path">The path of the group.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="advice">What to do, as a sentence.</param>
    public static ClusterException KindNotServed(HttpMethod method, string path, GroupKind kind, string advice) =>
        new(method, path, $"the server does not serve the kind {kind}. {advice}")
        {
            StatusCode = HttpStatusCode.NotFound,
            Reason = "KindNotServed",
        };

    /// <summary>
    /// Quotas, namespaces that are being deleted, pod security and webhooks refuse with 403, too, and say themselves
    /// what is wrong; only RBAC names the user.
    /// </summary>
    /// <remarks>
    /// Source: Kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go,
    /// forbiddenMessage.
    /// </remarks>
    private static string Remedy(HttpStatusCode code, string? message) =>
        code switch
        {
            HttpStatusCode.Unauthorized => ". The token or certificate is wrong or has expired: sign in again.",
            HttpStatusCode.Forbidden when message is not null && RbacForm().IsMatch(message) =>
                ". Grant this to the account, or use another one.",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                ". Redirects are not followed. Use the address of the API server itself.",
            _ => "",
        };

    /// <summary>Reason and message of a Status; what is no Status has its first line as the message.</summary>
    private static (string? Reason, string? Message) StatusIn(byte[] body)
    {
        try
        {
            using var status = JsonDocument.Parse(body);
            return (Text(status.RootElement, "reason"), Text(status.RootElement, "message"));
        }
        catch (JsonException)
        {
            var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxText))).Trim();
            return (null, text.Length == 0 ? null : text.Split('\n')[0].Trim());
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>
    /// How long the server wants the client to wait; <see langword="null"/> where it does not say so.
    /// </summary>
    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        if (asked?.Delta is { } delta)
            return delta;
        if (asked?.Date is not { } date)
            return null;

        // By the server's own clock where it states it.
        var wait = date - (response.Headers.Date ?? time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    [GeneratedRegex("User \".*\" cannot ")]
    private static partial Regex RbacForm();
}
