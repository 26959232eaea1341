namespace KubeVirt.Backup.Cluster;

/// <summary>What was asked of the server.</summary>
internal sealed record ApiRequest(string Method, string Path, string Query)
{
    /// <summary>The verb that RBAC knows it by.</summary>
    public string VerbFor(ApiPath path) =>
        Method switch
        {
            "GET" when path.Name is null => "list",
            "GET" => "get",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            _ => "delete",
        };

    public override string ToString() => $"{Method} {Path}{Query}";
}
