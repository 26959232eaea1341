namespace KubeVirt.Backup.Testing.Server;

/// <summary>Who a token stands for, and what that one may do. Without rules: everything.</summary>
internal sealed record ApiUser(string Name, params TestRule[] Rules)
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
        var right = $"{verb} resource \"{resource}\" in API group \"{path.Group}\"";
        return ApiAnswer.Status(403, "Forbidden", $"{which} is forbidden: User \"{Name}\" cannot {right} {where}");
    }
}
