using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The subjects of a binding that are accounts by the name which an account has as a user, or all accounts of a namespace
/// by the name of their group.
/// </summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. The group
/// of all accounts of a cluster is nobody's in particular, and names none.
/// </remarks>
internal static class AccountsAsUsers
{
    private const string User = "system:serviceaccount:";
    private const string Group = "system:serviceaccounts:";

    /// <summary>Adds a reference to each such account or namespace, to whose plan the binding belongs.</summary>
    public static void Resolve(Resource binding, ReferenceCollector references)
    {
        if (binding.Json.Span.IndexOf("system:serviceaccount"u8) < 0)
            return;
        if (binding.At("/subjects") is not { ValueKind: JsonValueKind.Array } subjects)
            return;

        for (var index = 0; index < subjects.GetArrayLength(); index++)
        {
            var path = $"/subjects/{index}/name";
            var name = binding.StringAt(path);
            if (AccountOf(name) is { } account)
                references.Add(ReferenceTo(account, path, "account with the rights, as a user"));
            else if (NamespaceOf(name) is { } space)
                references.Add(ReferenceTo(space, path, "namespace whose accounts have the rights"));
        }
    }

    private static ResourceId? AccountOf(string? user)
    {
        if (user is null || !user.StartsWith(User, StringComparison.Ordinal))
            return null;
        if (user[User.Length..].Split(':') is not [var namespaceName, var name])
            return null;

        var isAccount = ResourceId.IsName(namespaceName) && ResourceId.IsName(name);
        return isAccount ? new ResourceId(Kinds.ServiceAccount, namespaceName, name) : null;
    }

    private static ResourceId? NamespaceOf(string? group)
    {
        if (group is null || !group.StartsWith(Group, StringComparison.Ordinal))
            return null;

        var name = group[Group.Length..];
        return ResourceId.IsName(name) ? new ResourceId(Kinds.Namespace, null, name) : null;
    }

    private static Reference ReferenceTo(ResourceId target, string path, string why) =>
        new(ReferenceTarget.Named(target), path, Relation.Needs, Requirement.Optional, why) { JoinsTarget = true };
}
