namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Which cluster a backup is of, and what ran there. What could not be read is <see langword="null"/>.</summary>
public sealed record ClusterIdentity
{
    /// <summary>
    /// UID of the namespace <c>kube-system</c>, by which clusters are told apart: it lives as long as the cluster.
    /// </summary>
    public string? Uid { get; init; }

    /// <summary>Version of the API server, such as <c>v1.34.2</c>.</summary>
    public string? Kubernetes { get; init; }

    /// <summary>Version of KubeVirt, as its operator observed it.</summary>
    public string? KubeVirt { get; init; }

    /// <summary>Version of CDI, as its operator observed it.</summary>
    public string? Cdi { get; init; }
}
