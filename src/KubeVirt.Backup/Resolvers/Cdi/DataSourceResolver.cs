using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a DataSource: the volume, snapshot or other DataSource it stands for.</summary>
/// <remarks>
/// CDI ignores a DataVolume whose DataSource is missing, even if it is populated, so machines can need the object while
/// nobody needs what it points to.
/// Source: CDI pkg/apis/core/v1beta1/types.go, DataSourceSource. A DataVolume that is populated works without them, and
/// a golden image is no guest's own data.
/// </remarks>
public sealed class DataSourceResolver()
    : TableResolver(
        Kinds.DataSource,
        [
            Image("/spec/source/pvc/name", Kinds.PersistentVolumeClaim) with
            {
                IsLeft = true,
            },
            Image("/spec/source/snapshot/name", Kinds.VolumeSnapshot) with
            {
                IsLeft = true,
            },
            Image("/spec/source/dataSource/name", Kinds.DataSource),
            .. DefaultMatchers.Rules(),
        ]
    )
{
    /// <summary>A row for an image, which machines that exist do not need.</summary>
    private static ReferenceRule Image(string path, GroupKind kind) =>
        new(path, kind, "golden image")
        {
            Requirement = Requirement.Optional,
            Form = ReferenceForm.NameBesideNamespace,
            Source = "cdi pkg/apis/core/v1beta1/types.go",
        };
}
