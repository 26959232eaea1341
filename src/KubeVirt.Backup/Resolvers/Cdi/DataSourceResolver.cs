using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a DataSource: the volume, snapshot or other DataSource it stands for.</summary>
/// <remarks>Source: CDI pkg/apis/core/v1beta1/types.go, DataSourceSource. A DataVolume that is populated works without them.</remarks>
public sealed class DataSourceResolver() : TableResolver(
    Kinds.DataSource,
    [
        new("/spec/source/pvc/name", Kinds.PersistentVolumeClaim, "golden image") { Requirement = Requirement.Optional, Form = ReferenceForm.NameBesideNamespace, Source = Types },
        new("/spec/source/snapshot/name", Kinds.VolumeSnapshot, "golden image") { Requirement = Requirement.Optional, Form = ReferenceForm.NameBesideNamespace, Source = Types },
        new("/spec/source/dataSource/name", Kinds.DataSource, "golden image") { Requirement = Requirement.Optional, Form = ReferenceForm.NameBesideNamespace, Source = Types },
    ])
{
    private const string Types = "cdi pkg/apis/core/v1beta1/types.go";
}
