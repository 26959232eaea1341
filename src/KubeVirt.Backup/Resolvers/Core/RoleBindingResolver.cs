using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a RoleBinding: the service accounts it gives rights to, which may live in another namespace.
/// </summary>
/// <remarks>
/// A clone from another namespace needs such a binding there, so it belongs to what a user may select. /// Source:
/// Kubernetes rbac/v1 Subject. Users and groups are names that no object has, and a binding to an absent account is
/// accepted.
/// </remarks>
public sealed class RoleBindingResolver()
    : TableResolver(
        Kinds.RoleBinding,
        [
            new("/subjects/*/name", default, "account with the rights")
            {
                KindFrom = KindFrom.Subject,
                Form = ReferenceForm.NameBesideNamespace,
                Requirement = Requirement.Optional,
                Source = "kubernetes rbac/v1 Subject",
            },
        ]
    );
