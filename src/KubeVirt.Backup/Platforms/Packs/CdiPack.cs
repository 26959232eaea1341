using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of the Containerized Data Importer: its workers, its notes on volumes, its old versions.</summary>
internal static class CdiPack
{
    private const string Populators = "CDI pkg/controller/populators, pkg/controller/common/util.go";
    private const string Keys = "CDI pkg/controller/common/util.go";
    private const string Crds = "CDI pkg/operator/resources/crds_generated.go";

    /// <summary>
    /// Of the keys that begin with <c>cdi.kubevirt.io/</c>, those by which a user says how a volume is to be made or
    /// used. The others say how it came about: CDI writes them, and reads them as its own notes.
    /// </summary>
    /// <remarks>
    /// Sources: CDI pkg/controller/common/util.go (<c>allowedAnnotations</c>, which it copies from users' objects to
    /// its pods, and <c>AnnPodRetainAfterCompletion</c>), doc/debug.md, doc/datavolume-annotations.md; KubeVirt
    /// pkg/storage/types/pvc.go and pkg/storage/snapshot/restore.go. Those of other prefixes in allowedAnnotations
    /// match no pattern here and stay, too. <c>cloneType</c> and <c>usePopulator</c> are written by CDI on every
    /// volume, so that nobody can tell a user's wish from its note.
    /// </remarks>
    private static readonly IReadOnlyList<string> UserSettings =
    [
        "cdi.kubevirt.io/storage.pod.priorityclassname",
        "cdi.kubevirt.io/storage.pod.retainAfterCompletion",
        "cdi.kubevirt.io/storage.pod.serviceAccountName",
        "cdi.kubevirt.io/storage.contentType",
        "cdi.kubevirt.io/storage.preallocation",
        "cdi.kubevirt.io/storage.preallocation.requested",
        "cdi.kubevirt.io/storage.thick-provisioned",
        "cdi.kubevirt.io/storage.populatedFor",
        "cdi.kubevirt.io/storage.bind.immediate.requested",
        "cdi.kubevirt.io/storage.deleteAfterCompletion",
    ];

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("CDI")
        {
            Classes = [.. Workers(), .. Others()],
            Keys = [.. KeysOfVolumes()],
            Versions =
            [
                new(
                    Of(
                        "DataVolume.cdi.kubevirt.io DataSource.cdi.kubevirt.io DataImportCron.cdi.kubevirt.io",
                        "CDI.cdi.kubevirt.io CDIConfig.cdi.kubevirt.io StorageProfile.cdi.kubevirt.io",
                        "ObjectTransfer.cdi.kubevirt.io"
                    ),
                    ["v1alpha1"],
                    "v1beta1",
                    Crds + ": v1beta1 alone; the fields of v1alpha1 are the same"
                ),
            ],
        };

    /// <remarks>
    /// The label <c>app=containerized-data-importer</c> stands on every claim of a DataVolume as well, so claims are
    /// known by their owner.
    /// </remarks>
    private static IEnumerable<ClassRule> Workers() =>
        [
            new(ObjectClass.Runtime, "It is a worker of CDI.", Populators)
            {
                Kinds = Of("Pod"),
                Path = "/metadata/labels/app",
                Values = ["containerized-data-importer"],
            },
            new(ObjectClass.Runtime, "It is a prime or scratch claim of CDI.", Populators)
            {
                Kinds = Of("PersistentVolumeClaim"),
                Owners = Of("PersistentVolumeClaim Pod"),
            },
            new(ObjectClass.Runtime, "CDI made it for one DataVolume.", Populators)
            {
                Kinds = Of(
                    "VolumeImportSource.cdi.kubevirt.io VolumeUploadSource.cdi.kubevirt.io",
                    "VolumeCloneSource.cdi.kubevirt.io"
                ),
                Owners = Of("DataVolume.cdi.kubevirt.io"),
            },
        ];

    private static IEnumerable<ClassRule> Others() =>
        [
            new(ObjectClass.Environment, "It belongs to the cluster, not to a machine.", Crds)
            {
                Kinds = Of("CDI.cdi.kubevirt.io CDIConfig.cdi.kubevirt.io StorageProfile.cdi.kubevirt.io"),
            },
            new(
                ObjectClass.Action,
                "It is an action: created again it would run again.",
                "CDI pkg/controller/dataimportcron-controller.go, pkg/controller/transfer"
            )
            {
                Kinds = Of("DataImportCron.cdi.kubevirt.io ObjectTransfer.cdi.kubevirt.io"),
            },
            new(
                ObjectClass.Action,
                "It belongs to an action, which is not restored either.",
                "CDI pkg/controller/dataimportcron-controller.go"
            )
            {
                Owners = Of("DataImportCron.cdi.kubevirt.io ObjectTransfer.cdi.kubevirt.io"),
            },
        ];

    private static IEnumerable<KeyRule> KeysOfVolumes() =>
        [
            new(Of("DataVolume.cdi.kubevirt.io"), "CDI notes how the volume came about.", Keys)
            {
                Annotations =
                [
                    "cdi.kubevirt.io/storage.clone.*",
                    "cdi.kubevirt.io/storage.extended.clone.*",
                    "cdi.kubevirt.io/cloneType",
                    "cdi.kubevirt.io/ownerUID",
                    "cdi.kubevirt.io/externalPopulation",
                    "cdi.kubevirt.io/createdByController",
                    "cdi.kubevirt.io/storage.pod.*",
                    "cdi.kubevirt.io/storage.condition.*",
                    "cdi.kubevirt.io/storage.populator.*",
                ],
                Keep = UserSettings,
            },
            new(Of("PersistentVolumeClaim"), "CDI notes how the volume came about.", Keys)
            {
                Annotations = ["cdi.kubevirt.io/*", "k8s.io/CloneRequest", "k8s.io/CloneOf"],
                Keep = UserSettings,
            },
            new(
                Of("PersistentVolumeClaim DataVolume.cdi.kubevirt.io"),
                "It makes CDI enlarge the request at every creation.",
                "CDI pkg/apiserver/webhooks/pvc-mutate.go"
            )
            {
                Labels = ["cdi.kubevirt.io/applyStorageProfile"],
            },
        ];
}
