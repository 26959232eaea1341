using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The namespace of any object that lives in one.</summary>
public sealed class NamespaceResolver : IResourceResolver
{
    /// <inheritdoc/>
    public GroupKind? Kind => null;

    /// <inheritdoc/>
    public void Resolve(Resource resource, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(references);
        if (resource.Id.Namespace is not { } ns)
            return;
        references.Add(
            Reference.Derived(
                ReferenceTarget.Named(new ResourceId(Kinds.Namespace, null, ns)),
                "/metadata/namespace",
                Relation.Needs,
                Requirement.Required,
                "namespace of the object"
            )
        );
    }
}
