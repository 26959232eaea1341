using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>What is reported of a cluster that does not tell everything.</summary>
internal static class ClusterFindings
{
    /// <summary>
    /// RBAC forbids to read objects of a kind. What a namespace holds is lost then; what the cluster brings to all is
    /// expected of the target, too.
    /// </summary>
    public static Finding Forbidden(ServedKind kind, string? ns, string verb, IReadOnlyCollection<string> names) =>
        new(
            FindingIds.ReadForbidden,
            kind.IsNamespaced ? FindingSeverity.Error : FindingSeverity.Warning,
            null,
            null,
            $"The account may not {verb} {kind.Resource} {(ns is null ? "at the cluster scope" : $"in namespace {ns}")}{(names.Count == 0 ? "" : $" ({string.Join(", ", names)})")}, so the plan is incomplete: "
                + "what it needs of them is missing. Grant the verb to the account, or use one that has it."
        );

    public static Finding NotServed(GroupKind kind) =>
        new(
            FindingIds.KindNotServed,
            kind == Kinds.VirtualMachine ? FindingSeverity.Warning : FindingSeverity.Info,
            null,
            null,
            $"The cluster does not serve {kind}, so there are no objects of this kind. Install its CustomResourceDefinition if there should be."
        );

    public static Finding Unknown(GroupKind kind, ClusterException failure) =>
        new(
            FindingIds.KindUnreadable,
            FindingSeverity.Error,
            null,
            null,
            $"The cluster does not tell how it serves {kind}, so the plan is incomplete: its objects were not read. {failure.Message}"
        );

    public static Finding NamespaceAbsent(string ns) =>
        new(
            FindingIds.NamespaceAbsent,
            FindingSeverity.Error,
            new ResourceId(Kinds.Namespace, null, ns),
            null,
            $"The cluster has no namespace {ns}, so there is nothing of it to back up. Check the name, and that it is the right cluster."
        );
}
