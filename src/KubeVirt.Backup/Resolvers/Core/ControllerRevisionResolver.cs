using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a ControllerRevision: what the preference in it names, where it stores one.</summary>
/// <remarks>
/// A machine reads its preference from the revision, so that the class which the preference prefers stands there for
/// it. Source: KubeVirt pkg/instancetype/revision. No table reads it: the data of a revision may have any form, and
/// early ones hold the spec as a text.
/// </remarks>
public sealed class ControllerRevisionResolver() : TableResolver(Kinds.ControllerRevision, [])
{
    private static readonly ReferenceRule Preferred = PreferredClass.Rule("/data/spec");

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var name = fields.Resource.StringAt(Preferred.Path);
        if (!ResourceId.IsName(name))
            return;

        var storageClass = ReferenceTarget.Named(new ResourceId(Kinds.StorageClass, null, name));
        references.Add(
            new Reference(storageClass, Preferred.Path, Preferred.Relation, Preferred.Requirement, Preferred.Why)
        );
    }
}
