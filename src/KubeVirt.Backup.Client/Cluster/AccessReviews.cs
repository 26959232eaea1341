using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Asks the server what the account may do.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/api/authorization/v1/types.go, SelfSubjectAccessReview, which every account
/// may create.
/// </remarks>
internal static class AccessReviews
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Whether the account may do something.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="group">The API group; empty for the core.</param>
    /// <param name="resource">The plural, with <c>/</c> and a subresource where one is meant.</param>
    /// <param name="ns">The namespace; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The server cannot be asked.</exception>
    public static async Task<bool> IsAllowedAsync(
        ClusterConnection connection,
        string verb,
        string group,
        string resource,
        string? ns,
        CancellationToken cancellationToken
    )
    {
        var parts = resource.Split('/');
        var attributes = new JsonObject
        {
            ["verb"] = verb,
            ["group"] = group,
            ["resource"] = parts[0],
        };
        if (parts.Length > 1)
            attributes["subresource"] = parts[1];
        if (ns is not null)
            attributes["namespace"] = ns;
        var body = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        }.ToJsonString();
        var answer = await connection
            .RetryAsync(
                token =>
                    connection.SendAsync(
                        HttpMethod.Post,
                        Path,
                        "",
                        new StringContent(body, new MediaTypeHeaderValue("application/json")),
                        token
                    ),
                e => e.IsTransient,
                cancellationToken
            )
            .ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(answer)?["status"]?["allowed"]?.GetValue<bool>() == true;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new ClusterException(
                HttpMethod.Post,
                Path,
                "the answer is not that of a Kubernetes API server. Check the server's address in the kubeconfig.",
                e
            );
        }
    }
}
