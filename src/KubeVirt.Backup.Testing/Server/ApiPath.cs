namespace KubeVirt.Backup.Testing.Server;

/// <summary>What a URL below /api or /apis names.</summary>
internal sealed record ApiPath(
    string Group,
    string Version,
    string? Namespace,
    string? Plural,
    string? Name,
    string? Subresource
)
{
    /// <summary>The verb that RBAC knows a request by.</summary>
    public string VerbOf(string method) =>
        method switch
        {
            "GET" when Name is null => "list",
            "GET" => "get",
            // Freeze and unfreeze are updates of the instance, whatever method they come by.
            _ when Group == GuestApi.Group => "update",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            _ => "delete",
        };

    /// <summary>Reads a path; <see langword="null"/> where it is none of the API.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var (group, rest) = parts switch
        {
            ["api", .. var core] => ("", core),
            ["apis", var named, .. var others] => (named, others),
            _ => ("", []),
        };
        return rest switch
        {
            [var version] => new ApiPath(group, version, null, null, null, null),
            [var version, "namespaces", var ns, var plural, .. var tail] when tail.Length <= 2 => new ApiPath(
                group,
                version,
                ns,
                plural,
                tail.ElementAtOrDefault(0),
                tail.ElementAtOrDefault(1)
            ),
            [var version, var plural, .. var tail] when tail.Length <= 2 => new ApiPath(
                group,
                version,
                null,
                plural,
                tail.ElementAtOrDefault(0),
                tail.ElementAtOrDefault(1)
            ),
            _ => null,
        };
    }
}
