using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The ownerReferences of any object.</summary>
/// <remarks>
/// Source: Kubernetes meta/v1 OwnerReference. An owner is in the object's namespace or cluster-scoped.
/// </remarks>
public sealed class OwnerResolver()
    : TableResolver(
        null,
        [
            new("/metadata/ownerReferences/*/name", default, "owner")
            {
                KindFrom = KindFrom.ApiVersionAndKind,
                Relation = Relation.OwnedBy,
                Requirement = Requirement.Optional,
                MayBeClusterScoped = true,
                Source = "kubernetes meta/v1 OwnerReference",
            },
        ]
    );
