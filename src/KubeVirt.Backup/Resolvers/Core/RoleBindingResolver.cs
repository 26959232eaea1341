using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a RoleBinding: the service accounts it gives rights to, which may live in another namespace, and the
/// role that says which.
/// </summary>
/// <remarks>
/// A clone from another namespace needs such a binding there, so it belongs to what a user may select; the rights of a
/// machine's account belong to the machine.
/// Source: Kubernetes rbac/v1 Subject, RoleRef. Users and groups are names that no object has, and a binding to an
/// absent account or role is accepted.
/// </remarks>
public sealed class RoleBindingResolver() : TableResolver(Kinds.RoleBinding, Table)
{
    private const string Subjects = "/subjects/*/name";

    /// <summary>The rows, which a ClusterRoleBinding has as well.</summary>
    internal static readonly ReferenceRule[] Table =
    [
        new(Subjects, default, "account with the rights")
        {
            KindFrom = KindFrom.Subject,
            Form = ReferenceForm.NameBesideNamespace,
            Requirement = Requirement.Optional,
            JoinsTarget = true,
            Source = "kubernetes rbac/v1 Subject",
        },
        new("/roleRef/name", default, "role with the rights")
        {
            KindFrom = KindFrom.Role,
            Requirement = Requirement.Optional,
            Source = "kubernetes rbac/v1 RoleRef",
        },
    ];

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        AccountsAsUsers.Resolve(fields.Resource, references);
    }
}
