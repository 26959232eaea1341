using System.Net;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>What may be told of a server's answer to the write of a Secret: who refuses it may quote it.</summary>
internal static partial class SecretAnswers
{
    /// <summary>The server's message, except where it can quote the values of a Secret.</summary>
    /// <param name="id">The object that was to be written.</param>
    /// <param name="e">The answer, with a status code.</param>
    public static string MessageOf(ResourceId id, ClusterException e) =>
        id.Kind == Kinds.Secret && MayQuote(e)
            ? $"{e.Method} {e.Path}: {(int)e.StatusCode!} {e.Reason}. "
                + "The server's message is not shown, since it can quote the Secret."
            : e.Message;

    /// <summary>
    /// Whether the message can quote what was written. That of RBAC and of a quota names rights and amounts alone. Webhooks
    /// and policies may refuse with the same code, and say what they want.
    /// </summary>
    public static bool MayQuote(ClusterException e) =>
        e.StatusCode is { } code && (code != HttpStatusCode.Forbidden || !RightOrQuota().IsMatch(e.Message));

    // kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go (ForbiddenStatusError) and
    // staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go.
    [GeneratedRegex(@"^\S+ \S+: 403 secrets (""[^""]*"" )?is forbidden: (User ""|exceeded quota: )")]
    private static partial Regex RightOrQuota();
}
