using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>One read for a query, and what came of it.</summary>
/// <param name="Query">The query.</param>
/// <param name="Name">The object to read; <see langword="null"/> for the list.</param>
internal sealed record ClusterRead(ServedQuery Query, string? Name)
{
    /// <summary>What was read.</summary>
    public ResourceAnswer Answer { get; init; } = new([]);

    /// <summary>Whether RBAC forbids it.</summary>
    public bool IsForbidden { get; init; }

    /// <summary>Whether the server does not serve the kind, though it was discovered.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether the server answered, and the answer has no objects.</summary>
    public bool IsEmpty => Answer.Resources.Count == 0 && !IsForbidden;
}
