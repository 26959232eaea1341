namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Names the scope of a request in messages.</summary>
internal static class Scopes
{
    /// <summary>The end of a phrase such as "list pods ...".</summary>
    /// <param name="namespaceName">
    /// The namespace; <see langword="null"/> for objects that are in none, or in any.
    /// </param>
    public static string Describe(string? namespaceName) =>
        namespaceName is null ? "at the cluster scope" : $"in namespace {namespaceName}";
}
