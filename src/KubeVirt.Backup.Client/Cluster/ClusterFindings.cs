using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>The findings on objects that a cluster does not give out.</summary>
internal static class ClusterFindings
{
    /// <summary>
    /// RBAC forbids to read objects of a kind. An error for what is in namespaces, since that is lost then; a warning
    /// for what is cluster-scoped, since the target is expected to have it, too.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="verb">The verbs that are missing.</param>
    /// <param name="names">The objects; empty for all.</param>
    public static Finding Forbidden(
        ServedKind kind,
        string? namespaceName,
        string verb,
        IReadOnlyCollection<string> names
    )
    {
        var objects = names.Count == 0 ? "" : $" ({string.Join(", ", names)})";
        return new Finding(
            FindingIds.ReadForbidden,
            kind.IsNamespaced ? FindingSeverity.Error : FindingSeverity.Warning,
            null,
            null,
            $"The account may not {verb} {kind.Resource} {Scopes.Describe(namespaceName)}{objects}, "
                + "so the plan is incomplete: what it needs of them is missing. "
                + "Grant the verb to the account, or use one that has it."
        );
    }

    /// <summary>The cluster does not serve a kind.</summary>
    public static Finding NotServed(GroupKind kind) =>
        new(
            FindingIds.KindNotServed,
            kind == Kinds.VirtualMachine ? FindingSeverity.Warning : FindingSeverity.Info,
            null,
            null,
            $"The cluster does not serve {kind}, so there are no objects of this kind. "
                + "Install its CustomResourceDefinition if there should be."
        );

    /// <summary>The cluster does not report whether it serves a kind, as with an aggregated API that is down.</summary>
    public static Finding Unknown(GroupKind kind, ClusterException failure) =>
        new(
            FindingIds.KindUnreadable,
            FindingSeverity.Error,
            null,
            null,
            $"The cluster does not report how it serves {kind}, so the plan is incomplete: its objects were not read. "
                + failure.Message
        );

    /// <summary>The cluster lacks a namespace that is to be backed up as a whole.</summary>
    public static Finding NamespaceAbsent(string name) =>
        new(
            FindingIds.NamespaceAbsent,
            FindingSeverity.Error,
            new ResourceId(Kinds.Namespace, null, name),
            null,
            $"The cluster has no namespace {name}, so there is nothing of it to back up. "
                + "Check the name, and that it is the right cluster."
        );
}
