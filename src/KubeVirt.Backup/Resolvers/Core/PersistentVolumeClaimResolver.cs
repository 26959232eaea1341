using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a PersistentVolumeClaim: its storage class, its volume, what it was populated from, and the DataVolume
/// it was populated for.
/// </summary>
/// <remarks>
/// Source: Kubernetes core/v1 PersistentVolumeClaimSpec; CDI pkg/controller/common/util.go for the annotation. A bound
/// claim has used up its data source. The DataVolume is an owner in the sense of the graph: the two are one volume, and
/// whoever needs the claim gets both.
/// </remarks>
public sealed class PersistentVolumeClaimResolver()
    : TableResolver(
        Kinds.PersistentVolumeClaim,
        [
            new("/spec/storageClassName", Kinds.StorageClass, "storage class") { Source = Core },
            new(
                "/metadata/annotations/volume.beta.kubernetes.io~1storage-class",
                Kinds.StorageClass,
                "storage class, as it was written before Kubernetes 1.6"
            )
            {
                Source = Core,
            },
            new("/spec/volumeAttributesClassName", Kinds.VolumeAttributesClass, "attributes of the volume")
            {
                Source = Core,
            },
            new("/spec/volumeName", Kinds.PersistentVolume, "bound volume") { Source = Core },
            new("/spec/dataSource/name", default, "data source")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                OptionalWhen = UsedUp,
                IsLeftWhenUsedUp = true,
                Source = Core,
            },
            new("/spec/dataSourceRef/name", default, "data source")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Form = ReferenceForm.NameBesideNamespace,
                OptionalWhen = UsedUp,
                IsLeftWhenUsedUp = true,
                Source = Core,
            },
            new(
                "/metadata/annotations/cdi.kubevirt.io~1storage.populatedFor",
                Kinds.DataVolume,
                "DataVolume it was populated for"
            )
            {
                Relation = Relation.OwnedBy,
                Requirement = Requirement.WhenPresent,
                Source = "cdi pkg/controller/common/util.go",
            },
            .. ClaimAnnotations.Rules(UsedUp),
            .. DefaultMatchers.Rules(),
        ]
    )
{
    private const string Core = "kubernetes core/v1 PersistentVolumeClaimSpec";

    // Either sign is enough: CDI's is there before Kubernetes binds the claim.
    private static readonly FieldCondition[] UsedUp =
    [
        new("/status/phase", "Bound"),
        new("/metadata/annotations/cdi.kubevirt.io~1storage.pod.phase", "Succeeded"),
    ];

    /// <inheritdoc/>
    protected override void ResolveMore(ResourceFields fields, ReferenceCollector references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var isUsedUp = fields.Has(UsedUp[0]) || fields.Has(UsedUp[1]);
        ClaimAnnotations.AddHeaders(fields, references, isUsedUp);
    }
}
