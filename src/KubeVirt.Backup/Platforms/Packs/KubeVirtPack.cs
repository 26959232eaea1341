using System.Collections.Immutable;
using static KubeVirt.Backup.Platforms.KindSet;

namespace KubeVirt.Backup.Platforms;

/// <summary>What is known of KubeVirt itself: machines, guests, pools, instancetypes, and the actions of its APIs.</summary>
/// <remarks>The order matters: a claim with a guest's data is a definition, whoever owns it.</remarks>
internal static class KubeVirtPack
{
    private const string Guide = "KubeVirt docs/backup-restore-integration.md";
    private const string Api = "KubeVirt staging/src/kubevirt.io/api/core/v1/types.go";
    private const string Crds = "KubeVirt pkg/virt-operator/resource/generate/components/crds.go";

    /// <summary>
    /// The kinds that do something when they are created. Their status says that it was done, and a restore drops it.
    /// </summary>
    private static readonly ImmutableHashSet<GroupKind> Actions = Of(
        "VirtualMachineSnapshot.snapshot.kubevirt.io VirtualMachineSnapshotContent.snapshot.kubevirt.io",
        "VirtualMachineRestore.snapshot.kubevirt.io VirtualMachineClone.clone.kubevirt.io",
        "VirtualMachineExport.export.kubevirt.io VirtualMachineBackup.backup.kubevirt.io",
        "VirtualMachineBackupTracker.backup.kubevirt.io VirtualMachineInstanceMigration.kubevirt.io",
        "VirtualMachineTemplateRequest.template.kubevirt.io VirtualMachineFileRestore.filerestore.kubevirt.io",
        "VirtualMachineStorageMigration.migrations.kubevirt.io",
        "MultiNamespaceVirtualMachineStorageMigration.migrations.kubevirt.io"
    );

    private const string RestrictedSource =
        "KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vmi-create-admitter.go";

    /// <summary>Labels that admission refuses on a VirtualMachineInstance and on every template of one.</summary>
    private static readonly IReadOnlyList<string> Restricted =
    [
        "kubevirt.io/created-by",
        "kubevirt.io/migrationJobUID",
        "kubevirt.io/nodeName",
        "kubevirt.io/migrationTargetNodeName",
        "kubevirt.io/schedulable",
        "kubevirt.io/install-strategy",
    ];

    /// <summary>
    /// The members of the v1beta1 spec of an instancetype. The older versions spell those that they share in the same way.
    /// </summary>
    public static readonly string[] InstancetypeMembers =
    [
        "annotations",
        "cpu",
        "gpus",
        "hostDevices",
        "ioThreads",
        "ioThreadsPolicy",
        "launchSecurity",
        "memory",
        "nodeSelector",
        "schedulerName",
    ];

    /// <summary>The members of the v1beta1 spec of a preference, likewise.</summary>
    public static readonly string[] PreferenceMembers =
    [
        "annotations",
        "clock",
        "cpu",
        "devices",
        "features",
        "firmware",
        "machine",
        "preferSpreadSocketToCoreRatio",
        "preferredArchitecture",
        "preferredLaunchSecurity",
        "preferredSubdomain",
        "preferredTerminationGracePeriodSeconds",
        "requirements",
        "volumes",
    ];

    /// <summary>The tables.</summary>
    public static PlatformPack Pack { get; } =
        new("KubeVirt")
        {
            Classes = [.. Definitions(), .. Guests(), .. EnvironmentAndActions()],
            Keys = [.. KeysOfMachines(), .. KeysOfInstances()],
            Expected =
            [
                .. Expected(Crds, Kinds.VirtualMachineClusterInstancetype, Kinds.VirtualMachineClusterPreference),
            ],
            Versions =
            [
                Instancetypes("Instancetype", InstancetypeMembers),
                Instancetypes("Preference", PreferenceMembers),
            ],
        };

    /// <summary>
    /// The rule by which what the target may lack is carried along: cluster-wide instancetypes and preferences.
    /// </summary>
    public static PlatformPack CarriedInstancetypes { get; } =
        new("KubeVirt, carrying instancetypes")
        {
            Classes =
            [
                new(
                    ObjectClass.Environment,
                    "The target may lack it, and it is created where that is so.",
                    "KubeVirt pkg/instancetype/find: a machine that names it without a revision does not start while "
                        + "it is absent"
                )
                {
                    Kinds = Of(
                        "VirtualMachineClusterInstancetype.instancetype.kubevirt.io",
                        "VirtualMachineClusterPreference.instancetype.kubevirt.io"
                    ),
                    IsCarried = true,
                },
            ],
        };

    private static VersionRule Instancetypes(string suffix, string[] members) =>
        new(
            Of(
                $"VirtualMachine{suffix}.instancetype.kubevirt.io",
                $"VirtualMachineCluster{suffix}.instancetype.kubevirt.io"
            ),
            ["v1alpha1", "v1alpha2"],
            "v1beta1",
            Crds + ": instancetypes and preferences are served as v1beta1 alone"
        )
        {
            SpecMembers = [.. members],
        };

    /// <summary>
    /// What is wanted back although something owns it: machines of a pool, and claims that DataVolumes own.
    /// </summary>
    private static IEnumerable<ClassRule> Definitions() =>
        [
            new(ObjectClass.Definition, "It is a machine, whoever owns it.", Guide)
            {
                Kinds = Of(
                    "VirtualMachine.kubevirt.io VirtualMachinePool.pool.kubevirt.io",
                    "VirtualMachineInstanceReplicaSet.kubevirt.io"
                ),
            },
            new(ObjectClass.Definition, "It holds a guest's data, whoever owns it.", Guide)
            {
                Kinds = Of("PersistentVolumeClaim"),
                HoldsData = true,
            },
        ];

    /// <summary>What runs a guest. Its owner makes it anew, with all that belongs to the one run.</summary>
    private static IEnumerable<ClassRule> Guests() =>
        [
            new(ObjectClass.Runtime, "Its machine or replica set makes it anew.", Guide)
            {
                Kinds = Of("VirtualMachineInstance.kubevirt.io"),
                IsRun = true,
            },
            new(ObjectClass.Runtime, "It is owned: its owner makes it anew.", Guide)
            {
                Kinds = Of("VirtualMachineInstance.kubevirt.io"),
                Path = "/metadata/ownerReferences/0/name",
            },
            new(
                ObjectClass.Runtime,
                "It is a pod of a guest, which KubeVirt makes anew.",
                "KubeVirt pkg/virt-controller/services/template.go"
            )
            {
                Kinds = Of("Pod"),
                Path = "/metadata/labels/kubevirt.io",
                Values = ["virt-launcher", "hotplug-disk", "virt-exporter"],
            },
            new(
                ObjectClass.Runtime,
                "It belongs to one run of a guest, and KubeVirt makes it anew for the next.",
                "KubeVirt pkg/virt-controller/watch/drain/disruptionbudget/disruptionbudget.go, which knows its budgets "
                    + "by their owner alone"
            )
            {
                Owners = Of("VirtualMachineInstance.kubevirt.io VirtualMachineInstanceMigration.kubevirt.io"),
                IsControlled = true,
            },
            new(
                ObjectClass.Runtime,
                "It notes with which spec a guest was started; KubeVirt writes it anew at the next start.",
                "KubeVirt pkg/virt-controller/watch/vm/vm.go"
            )
            {
                Kinds = Of("ControllerRevision.apps"),
                Names = ["revision-start-vm-*"],
            },
        ];

    /// <summary>
    /// What the cluster brings, the actions, and what they own, such as the pods of an export. A claim of a snapshot's
    /// restore that holds a guest's data is a definition before these are tried.
    /// </summary>
    private static IEnumerable<ClassRule> EnvironmentAndActions() =>
        [
            new(ObjectClass.Environment, "It belongs to the cluster, not to a machine.", Crds)
            {
                Kinds = Of(
                    "VirtualMachineClusterInstancetype.instancetype.kubevirt.io",
                    "VirtualMachineClusterPreference.instancetype.kubevirt.io",
                    "MigrationPolicy.migrations.kubevirt.io Plugin.plugin.kubevirt.io KubeVirt.kubevirt.io"
                ),
            },
            new(
                ObjectClass.Action,
                "It is an action: created again it would run again.",
                Crds + ": its status, which says that it ran, is not restored"
            )
            {
                Kinds = Actions,
            },
            new(
                ObjectClass.Action,
                "It belongs to an action, which is not restored either.",
                "KubeVirt pkg/storage/snapshot, pkg/storage/export"
            )
            {
                Owners = Actions,
            },
        ];

    /// <remarks>
    /// They are named one by one: of KubeVirt's prefix most are a user's settings, such as kubevirt.io/ignitiondata.
    /// </remarks>
    private static IEnumerable<KeyRule> KeysOfMachines() =>
        [
            new([], "KubeVirt notes a restore from a snapshot.", "KubeVirt pkg/storage/snapshot/restore.go")
            {
                Annotations = ["restore.kubevirt.io/*"],
            },
            new(
                Of(
                    "VirtualMachine.kubevirt.io VirtualMachinePool.pool.kubevirt.io VirtualMachineInstance.kubevirt.io",
                    "VirtualMachineInstanceReplicaSet.kubevirt.io VirtualMachineTemplate.template.kubevirt.io"
                ),
                "KubeVirt notes in which version it saw the object.",
                Api
            )
            {
                Annotations = ["kubevirt.io/latest-observed-api-version", "kubevirt.io/storage-observed-api-version"],
            },
            new(
                Of(
                    "VirtualMachine.kubevirt.io VirtualMachinePool.pool.kubevirt.io",
                    "VirtualMachineInstanceReplicaSet.kubevirt.io VirtualMachineTemplate.template.kubevirt.io"
                ),
                "Admission refuses them on a guest.",
                RestrictedSource
            )
            {
                Labels = Restricted,
                IsOfTemplate = true,
            },
            new(Of("PersistentVolumeClaim DataVolume.cdi.kubevirt.io"), "KubeVirt notes the machine's UID.", Api)
            {
                Labels = ["kubevirt.io/created-by"],
            },
        ];

    private static IEnumerable<KeyRule> KeysOfInstances() =>
        [
            new(Of("VirtualMachineInstance.kubevirt.io"), "Admission refuses them on a guest.", RestrictedSource)
            {
                Labels = Restricted,
            },
            new(Of("VirtualMachineInstance.kubevirt.io"), "KubeVirt notes how a guest runs.", Api)
            {
                Annotations =
                [
                    "kubevirt.io/create-migration-target",
                    "kubevirt.io/vm-generation",
                    "kubevirt.io/eviction-source",
                    "kubevirt.io/migration-target-ready-timestamp",
                    "kubevirt.io/memory-overhead-bytes",
                    "kubevirt.io/ephemeral-provisioning",
                    "kubevirt.io/nonroot",
                    "kubevirt.io/qgs-socket-path",
                    "kubevirt.io/instancetype-name",
                    "kubevirt.io/cluster-instancetype-name",
                    "kubevirt.io/preference-name",
                    "kubevirt.io/cluster-preference-name",
                ],
                Labels =
                [
                    "kubevirt.io/outdatedLauncherImage",
                    "kubevirt.io/vm-pool-revision-name",
                    "kubevirt.io/vmi-pod-cpu-resource-limits",
                    "kubevirt.io/vmi-pod-memory-resource-requests",
                    "kubevirt.io/memory-hotplug-overhead-ratio",
                ],
            },
        ];
}
