using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Turns what a server answered, or did not, into an exception that says what to do.</summary>
internal static partial class ServerFailures
{
    private const int MaxText = 500;

    public static ClusterException Read(
        HttpMethod method,
        string path,
        HttpResponseMessage response,
        byte[] body,
        TimeProvider time
    )
    {
        var (reason, message) = Status(body);
        var code = response.StatusCode;
        var retryAfter = response.Headers.RetryAfter;
        return new ClusterException(
            method,
            path,
            $"{(int)code} {message ?? response.ReasonPhrase}{Remedy(code, message)}"
        )
        {
            StatusCode = code,
            Reason = reason,
            IsTransient = (int)code is 429 or 500 or 502 or 503 or 504,
            RetryAfter = retryAfter?.Delta
                ?? (retryAfter?.Date is { } date ? Later(date - (response.Headers.Date ?? time.GetUtcNow())) : null),
        };
    }

    public static ClusterException NoAnswer(HttpMethod method, string path, Uri server, Exception e) =>
        e switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
                method,
                path,
                $"no trusted connection to {server.Authority}: {Innermost(e)} Check certificate-authority-data and the server's name in the kubeconfig.",
                e
            ),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            } => new(
                method,
                path,
                $"{server.Authority} cannot be reached: {Innermost(e)}. Check the server's address in the kubeconfig, and the network.",
                e
            )
            {
                IsTransient = true,
            },
            _ => new(method, path, $"the connection to {server.Authority} broke off: {Innermost(e)}", e)
            {
                IsTransient = true,
            },
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
            _ => "",
        };

    /// <summary>Reason and message of a Status; what is no Status has its first line as the message.</summary>
    private static (string? Reason, string? Message) Status(byte[] body)
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

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private static string Innermost(Exception e) => e.GetBaseException().Message;

    [GeneratedRegex("User \".*\" cannot ")]
    private static partial Regex RbacForm();
}
