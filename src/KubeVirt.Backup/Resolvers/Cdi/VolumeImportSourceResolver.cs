using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VolumeImportSource: what the import pod needs.</summary>
/// <remarks>
/// The claim that is populated from it names it in <c>dataSourceRef</c>. Source: CDI pkg/apis/core/v1beta1/types.go,
/// VolumeImportSourceSpec.
/// </remarks>
public sealed class VolumeImportSourceResolver()
    : TableResolver(
        Kinds.VolumeImportSource,
        [
            .. DataVolumeSpec.Imports("/spec"),
            new("/spec/source/vddk/certConfigMap", Kinds.ConfigMap, "certificates of an import") { Source = Api },
            // The claim needs the source: the other way round it would be a cycle.
            new("/spec/targetClaim", Kinds.PersistentVolumeClaim, "claim of an import in stages")
            {
                Relation = Relation.OwnedBy,
                Requirement = Requirement.WhenPresent,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "cdi pkg/apis/core/v1beta1/types.go";
}
