namespace KubeVirt.Backup.Cluster;

/// <summary>Who a token stands for, and what that one may do. Without rules: everything.</summary>
internal sealed record ApiUser(string Name, params ApiRule[] Rules)
{
    /// <summary>
    /// The refusal, worded as the real server does; <see langword="null"/> where the request is allowed.
    /// </summary>
    public ApiAnswer? Refuse(string verb, ApiPath path)
    {
        var resource = path.Subresource is null ? path.Plural! : $"{path.Plural}/{path.Subresource}";
        if (Rules.Length == 0 || Rules.Any(rule => rule.Allows(verb, path.Group, resource, path.Namespace, path.Name)))
            return null;
        var what = path.Group.Length == 0 ? path.Plural! : $"{path.Plural}.{path.Group}";
        var which = path.Name is null ? what : $"{what} \"{path.Name}\"";
        var where = path.Namespace is null ? "at the cluster scope" : $"in the namespace \"{path.Namespace}\"";
        return ApiAnswer.Status(
            403,
            "Forbidden",
            $"{which} is forbidden: User \"{Name}\" cannot {verb} resource \"{resource}\" in API group \"{path.Group}\" {where}"
        );
    }
}

/// <summary>A rule of a Role or ClusterRole. An asterisk stands for all; no namespace for the whole cluster.</summary>
internal sealed record ApiRule(
    string Verbs,
    string Resources,
    string? Namespace = null,
    string Groups = "*",
    string Names = "*"
)
{
    public bool Allows(string verb, string group, string resource, string? ns, string? name) =>
        Has(Verbs, verb)
        && Has(Resources, resource)
        && Has(Groups, group)
        && (Namespace is null || Namespace == ns)
        && (Names == "*" || (name is not null && Has(Names, name)));

    private static bool Has(string list, string word) =>
        list == "*" || list.Split(' ').Contains(word, StringComparer.Ordinal);
}
