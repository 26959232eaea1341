using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a DataImportCron: what its imports need, and the images it keeps.</summary>
/// <remarks>
/// Machines do not need a cron: it fills DataSources with fresh images. A backup holds it where it is a root.
/// Source: CDI pkg/apis/core/v1beta1/types.go, DataImportCronSpec. The DataSource is made by the cron; the images are
/// imported anew.
/// </remarks>
public sealed class DataImportCronResolver()
    : TableResolver(
        Kinds.DataImportCron,
        [
            .. DataVolumeSpec.Sources("/spec/template/spec"),
            .. DataVolumeSpec.NotInTemplates("/spec/template/spec"),
            new("/spec/serviceAccountName", Kinds.ServiceAccount, "service account of the imports") { Source = Api },
            Image("/spec/managedDataSource", Kinds.DataSource, "DataSource it keeps up to date"),
            Image("/status/lastImportedPVC/name", Kinds.PersistentVolumeClaim, "golden image") with
            {
                Form = ReferenceForm.NameBesideNamespace,
                IsLeft = true,
            },
            Image("/status/currentImports/*/DataVolumeName", Kinds.DataVolume, "import on the way") with
            {
                IsLeft = true,
            },
        ]
    )
{
    private const string Api = "cdi pkg/apis/core/v1beta1/types.go";

    /// <summary>A row for what the cron makes itself.</summary>
    private static ReferenceRule Image(string path, GroupKind kind, string why) =>
        new(path, kind, why) { Requirement = Requirement.Optional, Source = Api };
}
