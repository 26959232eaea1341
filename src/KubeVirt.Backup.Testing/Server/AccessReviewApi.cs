using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Tells an account what it may do.</summary>
internal static class AccessReviewApi
{
    /// <summary>Where it is asked.</summary>
    public const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Answers a SelfSubjectAccessReview.</summary>
    public static ApiAnswer Answer(ApiUser user, string body)
    {
        var review = JsonNode.Parse(body)!.AsObject();
        var asked = review["spec"]!["resourceAttributes"]!;
        string? Text(string name) => asked[name]?.GetValue<string>();
        var path = new ApiPath(
            Text("group") ?? "",
            "*",
            Text("namespace"),
            Text("resource"),
            Text("name"),
            Text("subresource")
        );
        review["status"] = new JsonObject { ["allowed"] = user.Refuse(Text("verb")!, path) is null };
        return ApiAnswer.Ok(review) with { Code = 201 };
    }
}
