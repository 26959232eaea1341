using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Asks the target whether the account has every right that a restore takes, and names all that are missing, not only the first that a write would run into.</summary>
/// <remarks>Source: Kubernetes staging/src/k8s.io/api/authorization/v1/types.go, SelfSubjectAccessReview, which every account may create.</remarks>
internal sealed class RightsCheck(ClusterConnection connection, ClusterDiscovery discovery)
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    public async Task<IReadOnlyCollection<Finding>> FindAsync(RestoreResult restore, ApplyReport dryRun, CancellationToken cancellationToken)
    {
        var rights = Wanted(restore, dryRun).Where(right => discovery.Find(right.Kind) is not null).Distinct().ToArray();
        var findings = new Finding?[rights.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = connection.Options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, rights.Length, options, async (i, token) => findings[i] = await AskAsync(rights[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. findings.OfType<Finding>()];
    }

    private static IEnumerable<Right> Wanted(RestoreResult restore, ApplyReport dryRun)
    {
        foreach (var (id, outcome, _) in dryRun.Objects)
        {
            yield return new Right("get", id.Kind, id.Namespace);
            if (outcome is not (ApplyOutcome.Kept or ApplyOutcome.Adopted))
                yield return new Right(outcome is ApplyOutcome.Updated ? "patch" : "create", id.Kind, id.Namespace);
        }

        foreach (var owner in restore.Owners)
            yield return new Right("patch", owner.Object.Kind, owner.Object.Namespace);
    }

    private async Task<Finding?> AskAsync(Right right, CancellationToken cancellationToken)
    {
        var attributes = new JsonObject { ["verb"] = right.Verb, ["group"] = right.Kind.Group, ["resource"] = discovery.Find(right.Kind)!.Plural };
        if (right.Namespace is not null)
            attributes["namespace"] = right.Namespace;
        var body = new JsonObject { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SelfSubjectAccessReview", ["spec"] = new JsonObject { ["resourceAttributes"] = attributes } }.ToJsonString();
        try
        {
            var answer = await connection.RetryAsync(token => connection.SendAsync(HttpMethod.Post, Path, "", new StringContent(body, new MediaTypeHeaderValue("application/json")), token), e => e.IsTransient, cancellationToken).ConfigureAwait(false);
            return JsonNode.Parse(answer)?["status"]?["allowed"]?.GetValue<bool>() == true ? null : PreflightFindings.Forbidden(right.Verb, discovery.Find(right.Kind)!, right.Namespace);
        }
        catch (Exception e) when (e is ClusterException { StatusCode: not null } or System.Text.Json.JsonException or InvalidOperationException)
        {
            return PreflightFindings.NotChecked($"the right to {right.Verb} {discovery.Find(right.Kind)!.Resource}", e);
        }
    }

    private readonly record struct Right(string Verb, GroupKind Kind, string? Namespace);
}
