using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The subjects of a binding that are accounts by the name which an account has as a user.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. A group of accounts names
/// none of them.
/// </remarks>
internal static class AccountsAsUsers
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>Adds a reference to each such account, to whose plan the binding belongs.</summary>
    public static void Resolve(Resource binding, ReferenceCollector references)
    {
        if (binding.Json.Span.IndexOf("system:serviceaccount:"u8) < 0)
            return;
        if (binding.At("/subjects") is not { ValueKind: JsonValueKind.Array } subjects)
            return;

        for (var index = 0; index < subjects.GetArrayLength(); index++)
        {
            var path = $"/subjects/{index}/name";
            if (AccountOf(binding.StringAt(path)) is { } account)
                references.Add(ReferenceTo(account, path));
        }
    }

    private static ResourceId? AccountOf(string? user)
    {
        if (user is null || !user.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        if (user[Prefix.Length..].Split(':') is not [var namespaceName, var name])
            return null;

        var isAccount = ResourceId.IsName(namespaceName) && ResourceId.IsName(name);
        return isAccount ? new ResourceId(Kinds.ServiceAccount, namespaceName, name) : null;
    }

    private static Reference ReferenceTo(ResourceId account, string path) =>
        new(
            ReferenceTarget.Named(account),
            path,
            Relation.Needs,
            Requirement.Optional,
            "account with the rights, as a user"
        )
        {
            JoinsTarget = true,
        };
}
