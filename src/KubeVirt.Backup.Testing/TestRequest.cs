namespace KubeVirt.Backup.Testing;

/// <summary>A request that a <see cref="TestCluster"/> received.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, such as <c>/api/v1/namespaces/shop/secrets/db</c>.</param>
/// <param name="Query">The query with its question mark; empty where there is none.</param>
public sealed record TestRequest(string Method, string Path, string Query)
{
    /// <summary>Method, path and query.</summary>
    public override string ToString() => $"{Method} {Path}{Query}";
}
