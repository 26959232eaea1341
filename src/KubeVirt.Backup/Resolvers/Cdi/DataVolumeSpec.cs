using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The references in the spec of a DataVolume, wherever that spec stands.</summary>
/// <remarks>
/// Source: CDI pkg/apis/core/v1beta1/types.go, DataVolumeSpec. A source matters only while the volume must still be
/// populated, but for one thing: a DataVolume with a sourceRef is ignored by CDI as long as its DataSource is missing.
/// </remarks>
internal static class DataVolumeSpec
{
    private const string Types = "cdi pkg/apis/core/v1beta1/types.go";

    /// <summary>A list of DataVolume templates.</summary>
    /// <param name="at">Path of a template.</param>
    public static IEnumerable<ReferenceRule> Templates(string at) =>
        [
            // The volume that names the template is what requires it.
            new(at + "/metadata/name", Kinds.DataVolume, "DataVolume of the template")
            {
                Requirement = Requirement.Optional,
                Source = "kubevirt.io/api/core/v1/types.go",
            },
            // An object that the API server has seen has its DataVolumes already: the controller makes them even for a
            // halted machine.
            .. Sources(at + "/spec", new FieldCondition("/metadata/uid")),
        ];

    /// <summary>A spec.</summary>
    /// <param name="at">Path of the spec.</param>
    /// <param name="usedUp">What tells that the source was used up.</param>
    public static IEnumerable<ReferenceRule> Sources(string at, params IReadOnlyList<FieldCondition> usedUp) =>
        Objects(at)
            .Concat(Configurations(at))
            .Select(rule => rule with { OptionalWhen = usedUp, Source = Types })
            .Concat(Environment(at));

    /// <summary>What CDI has in a DataVolume's own spec, and KubeVirt 1.9 does not take in a template yet.</summary>
    /// <param name="at">Path of the spec.</param>
    /// <param name="usedUp">What tells that the source was used up.</param>
    public static IEnumerable<ReferenceRule> NotInTemplates(string at, params IReadOnlyList<FieldCondition> usedUp) =>
        [
            new(at + "/source/vddk/certConfigMap", Kinds.ConfigMap, "certificates of an import")
            {
                OptionalWhen = usedUp,
                Source = Types,
            },
            new(at + "/serviceAccountName", Kinds.ServiceAccount, "service account that may clone")
            {
                OptionalWhen = usedUp,
                Source = Types,
            },
        ];

    /// <summary>What the pods of an import need.</summary>
    /// <param name="at">Path of the spec, below which <c>source</c> stands.</param>
    public static IEnumerable<ReferenceRule> Imports(string at) =>
        Configurations(at).Select(rule => rule with { Source = Types });

    private static IEnumerable<ReferenceRule> Objects(string at) =>
        [
            new(at + "/sourceRef/name", default, "golden image")
            {
                KindFrom = KindFrom.SourceRef,
                Form = ReferenceForm.NameBesideNamespace,
            },
            new(at + "/source/pvc/name", Kinds.PersistentVolumeClaim, "clone source")
            {
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
            new(at + "/source/snapshot/name", Kinds.VolumeSnapshot, "clone source")
            {
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
            .. DataSources(at + "/pvc"),
            .. DataSources(at + "/storage"),
        ];

    private static IEnumerable<ReferenceRule> DataSources(string at) =>
        [
            new(at + "/dataSource/name", default, "data source")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                IsLeftWhenUsedUp = true,
            },
            new(at + "/dataSourceRef/name", default, "data source")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
        ];

    private static IEnumerable<ReferenceRule> Configurations(string at) =>
        [
            new(at + "/source/http/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/http/certConfigMap", Kinds.ConfigMap, "certificates of an import"),
            new(at + "/source/http/secretExtraHeaders/*", Kinds.Secret, "headers of an import"),
            new(at + "/source/s3/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/s3/certConfigMap", Kinds.ConfigMap, "certificates of an import"),
            new(at + "/source/gcs/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/registry/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/registry/certConfigMap", Kinds.ConfigMap, "certificates of an import"),
            new(at + "/source/registry/imageStream", Kinds.ImageStream, "image of an import"),
            new(at + "/source/imageio/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/imageio/certConfigMap", Kinds.ConfigMap, "certificates of an import"),
            new(at + "/source/vddk/secretRef", Kinds.Secret, "credentials of an import"),
            new(at + "/source/vddk/extraArgs", Kinds.ConfigMap, "arguments of an import"),
        ];

    private static IEnumerable<ReferenceRule> Environment(string at) =>
        [
            new(at + "/pvc/storageClassName", Kinds.StorageClass, "storage class") { Source = Types },
            new(at + "/storage/storageClassName", Kinds.StorageClass, "storage class") { Source = Types },
            new(at + "/pvc/volumeAttributesClassName", Kinds.VolumeAttributesClass, "attributes of the volume")
            {
                Source = Types,
            },
            new(at + "/pvc/volumeName", Kinds.PersistentVolume, "chosen volume") { Source = Types },
            new(at + "/storage/volumeName", Kinds.PersistentVolume, "chosen volume") { Source = Types },
            new(at + "/priorityClassName", Kinds.PriorityClass, "priority of CDI's pods") { Source = Types },
        ];
}
