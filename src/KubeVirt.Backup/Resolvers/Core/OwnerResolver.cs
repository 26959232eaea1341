using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The ownerReferences of any object.</summary>
/// <remarks>
/// An owner does not order a restore: a claim is owned by the DataVolume that needs it. It is no proof that the object
/// cannot do without, so a missing one is optional.
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
