using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a ClusterRoleBinding: the service accounts it gives rights to, and the role that says which.
/// </summary>
/// <remarks>Source: Kubernetes rbac/v1 Subject, RoleRef. A binding to an absent account or role is accepted.</remarks>
public sealed class ClusterRoleBindingResolver()
    : TableResolver(GroupKind.Parse("ClusterRoleBinding.rbac.authorization.k8s.io"), RoleBindingResolver.Table)
{
    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        AccountsAsUsers.Resolve(fields.Resource, references);
    }
}
