using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The namespace of any object that lives in one.</summary>
/// <remarks>
/// It must exist before the object is created, so it stands in the first set. A target is expected to have it, or gets
/// it by the restore. Source: Kubernetes plugin/pkg/admission/namespace/lifecycle/admission.go.
/// </remarks>
public sealed class NamespaceResolver : IResourceResolver
{
    /// <inheritdoc/>
    public GroupKind? Kind => null;

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        if (resource.Id.Namespace is not { } namespaceName)
            return;

        references.Add(
            Reference.Derived(
                ReferenceTarget.Named(new ResourceId(Kinds.Namespace, null, namespaceName)),
                "/metadata/namespace",
                Relation.Needs,
                Requirement.Required,
                "namespace of the object"
            )
        );
    }
}
