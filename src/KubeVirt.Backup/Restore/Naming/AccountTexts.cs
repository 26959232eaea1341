using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The names that a ServiceAccount has as a user, and that the accounts of a namespace have as a group; and accounts that
/// stand as kind, namespace and name beside each other.
/// </summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go; rbac/v1 Subject. The same
/// texts stand in the users and groups of OpenShift's SecurityContextConstraints.
/// </remarks>
internal static class AccountTexts
{
    /// <summary>How the name of an account begins as a user; its namespace and its name follow, with a colon between.</summary>
    private const string User = "system:serviceaccount:";

    /// <summary>How the group of a namespace's accounts begins; the namespace follows.</summary>
    private const string Group = "system:serviceaccounts:";

    /// <summary>Rewrites a text that is such a name, and reports one that holds such a name.</summary>
    /// <param name="context">The object.</param>
    /// <param name="place">The text, as the backup has it.</param>
    public static void Map(RestoreContext context, TextPlace place)
    {
        if (IsNamespaceOfAccount(place) && ResourceId.IsName(place.Text))
            MapNextTo(context, place);
        if (!place.Text.Contains("system:serviceaccount", StringComparison.Ordinal))
            return;

        if (Mapped(context.Names, place.Text) is { } mapped)
            MapNameTexts.Set(context, place, mapped);
        else
            ReportPart(context, place);
    }

    /// <summary>The name after the restore; <see langword="null"/> where the text is no such name.</summary>
    private static string? Mapped(NameMap names, string text)
    {
        if (text.StartsWith(Group, StringComparison.Ordinal) && ResourceId.IsName(text[Group.Length..]))
            return Group + names.MapNamespace(text[Group.Length..]);
        if (!text.StartsWith(User, StringComparison.Ordinal))
            return null;
        if (text[User.Length..].Split(':') is not [var namespaceName, var name])
            return null;
        if (!ResourceId.IsName(namespaceName) || !ResourceId.IsName(name))
            return null;

        var now = names.Map(new ResourceId(Kinds.ServiceAccount, namespaceName, name));

        return $"{User}{now.Namespace}:{now.Name}";
    }

    /// <summary>Whether a text is the namespace beside the name of an account.</summary>
    private static bool IsNamespaceOfAccount(TextPlace place) =>
        place.Member == "namespace" && place.Parent!.TextAt("kind") == Kinds.ServiceAccount.Kind;

    /// <summary>
    /// Maps an account by its namespace and its name at once. Where a reference of the graph was followed before, both
    /// are as they must be, and a map that exchanges two namespaces would turn them back.
    /// </summary>
    private static void MapNextTo(RestoreContext context, TextPlace place)
    {
        if (place.Parent!.TextAt("name") is not { } name || !ResourceId.IsName(name))
            return;

        var now = context.Names.Map(new ResourceId(Kinds.ServiceAccount, place.Text, name));
        var isRewritten = context.Draft.StringAt(place.Pointer) != place.Text;
        if (isRewritten)
            return;

        context.Draft.SetText(place.Pointer, now.Namespace!);
        context.Draft.SetText(place.Parent.Pointer + "/name", now.Name);
    }

    /// <summary>Reports a text that holds such a name of a mapped namespace among other words.</summary>
    private static void ReportPart(RestoreContext context, TextPlace place)
    {
        foreach (var id in context.Names.Sources.Where(id => id.Kind == Kinds.Namespace))
        {
            var holdsIt =
                place.Text.Contains($"{User}{id.Name}:", StringComparison.Ordinal)
                || place.Text.Contains(Group + id.Name, StringComparison.Ordinal);
            if (!holdsIt)
                continue;

            context.Report(
                FindingIds.RenameNotFollowed,
                FindingSeverity.Warning,
                place.Pointer,
                $"The text names accounts of the namespace {id.Name}, which becomes "
                    + $"{context.Names.MapNamespace(id.Name)}; it stays as it is. Change it where that is meant."
            );
        }
    }
}
