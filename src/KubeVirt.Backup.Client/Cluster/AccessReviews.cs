using System.Text.Json;
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

    /// <summary>Whether the account has a right.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="right">The right.</param>
    /// <param name="namespaceName">
    /// The namespace; <see langword="null"/> for all, and for objects that are in none.
    /// </param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ClusterException">The server cannot be asked.</exception>
    public static async Task<bool> IsAllowedAsync(
        ClusterConnection connection,
        AccessRight right,
        string? namespaceName,
        CancellationToken cancellationToken
    )
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = AttributesOf(right, namespaceName) },
        };
        var answer = await connection
            .RetryAsync(
                token => connection.SendJsonAsync(HttpMethod.Post, Path, "", review, token),
                e => e.IsTransient,
                cancellationToken
            )
            .ConfigureAwait(false);

        try
        {
            return JsonNode.Parse(answer)?["status"]?["allowed"]?.GetValue<bool>() == true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw ServerFailures.NoApiServer(HttpMethod.Post, Path, e);
        }
    }

    private static JsonObject AttributesOf(AccessRight right, string? namespaceName)
    {
        var parts = right.Resource.Split('/');
        var attributes = new JsonObject
        {
            ["verb"] = right.Verb,
            ["group"] = right.Group,
            ["resource"] = parts[0],
        };
        if (parts.Length > 1)
            attributes["subresource"] = parts[1];
        if (namespaceName is not null)
            attributes["namespace"] = namespaceName;

        return attributes;
    }
}
