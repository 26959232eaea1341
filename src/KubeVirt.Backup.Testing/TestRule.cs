namespace KubeVirt.Backup.Testing;

/// <summary>What a user of a <see cref="TestCluster"/> may do, as a rule of a Role or ClusterRole says it.</summary>
/// <param name="Verbs">Verbs with spaces between them, such as <c>get list</c>; <c>*</c> for all.</param>
/// <param name="Resources">
/// Plural names with spaces between them, such as <c>secrets virtualmachineinstances/freeze</c>; <c>*</c> for all.
/// </param>
/// <param name="Namespace">The namespace of a Role; <see langword="null"/>, the default, for a ClusterRole.</param>
/// <param name="Groups">API groups with spaces between them. Default: all.</param>
/// <param name="Names">Names of objects with spaces between them. Default: all.</param>
/// <remarks>Source: Kubernetes staging/src/k8s.io/api/rbac/v1/types.go (PolicyRule).</remarks>
public sealed record TestRule(
    string Verbs,
    string Resources,
    string? Namespace = null,
    string Groups = "*",
    string Names = "*"
)
{
    /// <summary>Whether the rule allows a request.</summary>
    internal bool Allows(string verb, string group, string resource, string? ns, string? name) =>
        Has(Verbs, verb)
        && Has(Resources, resource)
        && Has(Groups, group)
        && (Namespace is null || Namespace == ns)
        && (Names == "*" || (name is not null && Has(Names, name)));

    private static bool Has(string list, string word) =>
        list == "*" || list.Split(' ').Contains(word, StringComparer.Ordinal);
}
