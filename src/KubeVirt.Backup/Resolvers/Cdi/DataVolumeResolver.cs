using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a DataVolume: its claim, and what it is populated from.</summary>
/// <remarks>
/// Source: CDI pkg/apis/core/v1beta1/types.go. The claim has the DataVolume's name, which no field states. A restore
/// must have the claim first, so that CDI adopts it instead of importing. Sources of a DataVolume that has succeeded
/// are optional.
/// </remarks>
public sealed class DataVolumeResolver()
    : TableResolver(
        Kinds.DataVolume,
        [
            .. DataVolumeSpec.Sources("/spec", Populated),
            .. DataVolumeSpec.NotInTemplates("/spec", Populated),
            .. DataVolumeSpec.Networks("", Populated),
            .. DefaultMatchers.Rules(),
        ]
    )
{
    private static readonly FieldCondition Populated = new("/status/phase", "Succeeded");

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var id = fields.Resource.Id;
        references.Add(
            Reference.Derived(
                ReferenceTarget.Named(id.WithKind(Kinds.PersistentVolumeClaim)),
                "/metadata/name",
                Relation.Needs,
                Requirement.Required,
                "claim of the DataVolume"
            )
        );
    }
}
