namespace KubeVirt.Backup.Cluster;

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
