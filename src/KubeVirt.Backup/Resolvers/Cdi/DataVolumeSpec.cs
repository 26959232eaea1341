using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The references in the spec of a DataVolume, wherever that spec stands.</summary>
/// <remarks>
/// Source: CDI pkg/apis/core/v1beta1/types.go, DataVolumeSpec. A source matters only while the volume must still be
/// populated, but for one thing: a DataVolume with a sourceRef is ignored by CDI as long as its DataSource is missing.
/// Hence the rows for sources are optional once the source was used up, and those for the environment are not.
/// </remarks>
internal static class DataVolumeSpec
{
    private const string Annotations = "/metadata/annotations";
    private const string Types = "cdi pkg/apis/core/v1beta1/types.go";

    /// <summary>The rows for a list of DataVolume templates.</summary>
    /// <param name="at">Path of a template.</param>
    public static IEnumerable<ReferenceRule> Templates(string at)
    {
        // An object that the API server has seen has its DataVolumes already: the controller makes them even for a
        // halted machine.
        var isStored = new FieldCondition("/metadata/uid");

        // The volume that names the template is what requires the DataVolume.
        var made = new ReferenceRule(at + "/metadata/name", Kinds.DataVolume, "DataVolume of the template")
        {
            Requirement = Requirement.Optional,
            Source = "kubevirt.io/api/core/v1/types.go",
        };

        return [made, .. Sources(at + "/spec", isStored), .. NetworkAnnotations.OfVolume(at + Annotations, [isStored])];
    }

    /// <summary>The rows for the annotations of a DataVolume, which its claim and CDI's pods get as well.</summary>
    /// <param name="at">Path of the DataVolume or template; empty for the object itself.</param>
    /// <param name="usedUp">The signs that the source was used up; any of them is enough.</param>
    public static IEnumerable<ReferenceRule> Networks(string at, params IReadOnlyList<FieldCondition> usedUp) =>
        NetworkAnnotations.OfVolume(at + Annotations, usedUp);

    /// <summary>The rows for a spec.</summary>
    /// <param name="at">Path of the spec.</param>
    /// <param name="usedUp">The signs that the source was used up; any of them is enough.</param>
    public static IEnumerable<ReferenceRule> Sources(string at, params IReadOnlyList<FieldCondition> usedUp)
    {
        var ofSources = CloneSources(at).Concat(ImportSources(at)).Select(rule => rule with { OptionalWhen = usedUp });

        return ofSources.Concat(Environment(at));
    }

    /// <summary>
    /// The rows for what CDI has in a DataVolume's own spec, and KubeVirt 1.9 does not take in a template.
    /// </summary>
    /// <param name="at">Path of the spec.</param>
    /// <param name="usedUp">The signs that the source was used up; any of them is enough.</param>
    public static IEnumerable<ReferenceRule> NotInTemplates(string at, params IReadOnlyList<FieldCondition> usedUp) =>
        [
            Row(at + "/source/vddk/certConfigMap", Kinds.ConfigMap, "certificates of an import") with
            {
                OptionalWhen = usedUp,
            },
            Row(at + "/serviceAccountName", Kinds.ServiceAccount, "service account that may clone") with
            {
                OptionalWhen = usedUp,
            },
        ];

    /// <summary>The rows for what the pods of an import need.</summary>
    /// <param name="at">Path of the spec, below which <c>source</c> stands.</param>
    public static IEnumerable<ReferenceRule> Imports(string at) => ImportSources(at);

    /// <summary>What CDI copies from, inside the cluster.</summary>
    private static IEnumerable<ReferenceRule> CloneSources(string at) =>
        [
            Row(at + "/sourceRef/name", default, "golden image") with
            {
                KindFrom = KindFrom.SourceRef,
                Form = ReferenceForm.NameBesideNamespace,
            },
            Row(at + "/source/pvc/name", Kinds.PersistentVolumeClaim, "clone source") with
            {
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
            Row(at + "/source/snapshot/name", Kinds.VolumeSnapshot, "clone source") with
            {
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
            .. DataSources(at + "/pvc"),
            .. DataSources(at + "/storage"),
        ];

    /// <summary>What Kubernetes makes the claim from: both fields name the same.</summary>
    private static IEnumerable<ReferenceRule> DataSources(string at) =>
        [
            Row(at + "/dataSource/name", default, "data source") with
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                IsLeftWhenUsedUp = true,
            },
            Row(at + "/dataSourceRef/name", default, "data source") with
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Form = ReferenceForm.NameBesideNamespace,
                IsLeftWhenUsedUp = true,
            },
        ];

    /// <summary>What the pods of an import need to read from outside the cluster, by the kind of source.</summary>
    private static IEnumerable<ReferenceRule> ImportSources(string at)
    {
        const string Credentials = "credentials of an import";
        const string Certificates = "certificates of an import";
        var source = at + "/source";

        return
        [
            Row(source + "/http/secretRef", Kinds.Secret, Credentials),
            Row(source + "/http/certConfigMap", Kinds.ConfigMap, Certificates),
            Row(source + "/http/secretExtraHeaders/*", Kinds.Secret, "headers of an import"),
            Row(source + "/s3/secretRef", Kinds.Secret, Credentials),
            Row(source + "/s3/certConfigMap", Kinds.ConfigMap, Certificates),
            Row(source + "/gcs/secretRef", Kinds.Secret, Credentials),
            Row(source + "/registry/secretRef", Kinds.Secret, Credentials),
            Row(source + "/registry/certConfigMap", Kinds.ConfigMap, Certificates),
            Row(source + "/registry/imageStream", Kinds.ImageStream, "image of an import"),
            Row(source + "/imageio/secretRef", Kinds.Secret, Credentials),
            Row(source + "/imageio/certConfigMap", Kinds.ConfigMap, Certificates),
            Row(source + "/vddk/secretRef", Kinds.Secret, Credentials),
            Row(source + "/vddk/extraArgs", Kinds.ConfigMap, "arguments of an import"),
        ];
    }

    /// <summary>What the volume needs whether or not it is populated.</summary>
    private static IEnumerable<ReferenceRule> Environment(string at)
    {
        var attributes = at + "/pvc/volumeAttributesClassName";

        return
        [
            Row(at + "/pvc/storageClassName", Kinds.StorageClass, "storage class"),
            Row(at + "/storage/storageClassName", Kinds.StorageClass, "storage class"),
            Row(attributes, Kinds.VolumeAttributesClass, "attributes of the volume"),
            Row(at + "/pvc/volumeName", Kinds.PersistentVolume, "chosen volume"),
            Row(at + "/storage/volumeName", Kinds.PersistentVolume, "chosen volume"),
            Row(at + "/priorityClassName", Kinds.PriorityClass, "priority of CDI's pods"),
        ];
    }

    /// <summary>A row that follows CDI's types.</summary>
    private static ReferenceRule Row(string path, GroupKind kind, string why) =>
        new(path, kind, why) { Source = Types };
}
