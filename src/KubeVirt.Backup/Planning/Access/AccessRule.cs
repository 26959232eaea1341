namespace KubeVirt.Backup.Planning;

/// <summary>A right that is needed, as a rule of a Kubernetes role.</summary>
/// <remarks>Source: Kubernetes rbac/v1 PolicyRule.</remarks>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Plural name, with a subresource behind a slash, as <c>pods/exec</c>.</param>
/// <param name="Verbs">The verbs, ordered.</param>
/// <param name="IsClusterScoped">
/// Whether it takes a ClusterRole even where everything else stays in one namespace.
/// </param>
public sealed record AccessRule(string Group, string Resource, IReadOnlyList<string> Verbs, bool IsClusterScoped)
{
    /// <summary>One line, as <c>volumesnapshots.snapshot.storage.k8s.io: get, list</c>.</summary>
    public override string ToString() =>
        $"{(Group.Length == 0 ? Resource : $"{Resource}.{Group}")}: {string.Join(", ", Verbs)}";
}
