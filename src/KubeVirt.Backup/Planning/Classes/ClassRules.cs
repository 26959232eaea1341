using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>The classes of the platform's objects, as a table with reasons and sources.</summary>
/// <remarks>The order matters: a claim with a guest's data is a definition, whoever owns it.</remarks>
internal static class ClassRules
{
    private const string Guide = "KubeVirt docs/backup-restore-integration.md";
    private const string Populators = "CDI pkg/controller/populators, pkg/controller/common/util.go";

    /// <summary>
    /// The kinds that do something when they are created. Their status says that it was done, and a restore drops it.
    /// </summary>
    private static readonly ImmutableHashSet<GroupKind> Actions = Parse(
        "VirtualMachineSnapshot.snapshot.kubevirt.io",
        "VirtualMachineSnapshotContent.snapshot.kubevirt.io",
        "VirtualMachineRestore.snapshot.kubevirt.io",
        "VirtualMachineClone.clone.kubevirt.io",
        "VirtualMachineExport.export.kubevirt.io",
        "VirtualMachineBackup.backup.kubevirt.io",
        "VirtualMachineBackupTracker.backup.kubevirt.io",
        "VirtualMachineInstanceMigration.kubevirt.io",
        "VirtualMachineTemplateRequest.template.kubevirt.io",
        "DataImportCron.cdi.kubevirt.io",
        "ObjectTransfer.cdi.kubevirt.io",
        "VolumeSnapshot.snapshot.storage.k8s.io",
        "VolumeGroupSnapshot.groupsnapshot.storage.k8s.io"
    );

    /// <summary>The kinds that describe a cluster: its storage, its nodes, its software.</summary>
    private static readonly ImmutableHashSet<GroupKind> Cluster = Parse(
        "StorageClass.storage.k8s.io",
        "CSIDriver.storage.k8s.io",
        "CSINode.storage.k8s.io",
        "VolumeAttachment.storage.k8s.io",
        "VolumeAttributesClass.storage.k8s.io",
        "PersistentVolume",
        "Node",
        "PriorityClass.scheduling.k8s.io",
        "CustomResourceDefinition.apiextensions.k8s.io",
        "VolumeSnapshotClass.snapshot.storage.k8s.io",
        "VolumeSnapshotContent.snapshot.storage.k8s.io",
        "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io",
        "VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io",
        "VirtualMachineClusterInstancetype.instancetype.kubevirt.io",
        "VirtualMachineClusterPreference.instancetype.kubevirt.io",
        "MigrationPolicy.migrations.kubevirt.io",
        "Plugin.plugin.kubevirt.io",
        "KubeVirt.kubevirt.io",
        "CDI.cdi.kubevirt.io",
        "CDIConfig.cdi.kubevirt.io",
        "StorageProfile.cdi.kubevirt.io"
    );

    /// <summary>
    /// The rule of <see cref="ObjectClasses.CarryingInstancetypes"/>: what the target may lack is carried along.
    /// </summary>
    public static ClassRule CarriedInstancetypes { get; } =
        new(
            ObjectClass.Environment,
            "The target may lack it, and it is created where that is so.",
            "KubeVirt pkg/instancetype/find: a machine that names it without a revision does not start while "
                + "it is absent"
        )
        {
            Kinds = Parse(
                "VirtualMachineClusterInstancetype.instancetype.kubevirt.io "
                    + "VirtualMachineClusterPreference.instancetype.kubevirt.io"
            ),
            IsCarried = true,
        };

    /// <summary>All rules, in the order in which they are tried.</summary>
    public static IReadOnlyList<ClassRule> All { get; } =
    [.. Definitions(), .. Guests(), .. Volumes(), .. Others(), .. EnvironmentRules(), .. ActionRules()];

    /// <summary>
    /// What is wanted back although something owns it: machines of a pool, and claims that DataVolumes own.
    /// </summary>
    private static IEnumerable<ClassRule> Definitions() =>
        [
            new(ObjectClass.Definition, "It is a machine, whoever owns it.", Guide)
            {
                Kinds = Parse(
                    "VirtualMachine.kubevirt.io VirtualMachinePool.pool.kubevirt.io "
                        + "VirtualMachineInstanceReplicaSet.kubevirt.io"
                ),
            },
            new(ObjectClass.Definition, "It holds a guest's data, whoever owns it.", Guide)
            {
                Kinds = Parse("PersistentVolumeClaim"),
                HoldsData = true,
            },
        ];

    /// <summary>What runs a guest. Its owner makes it anew.</summary>
    private static IEnumerable<ClassRule> Guests() =>
        [
            new(ObjectClass.Runtime, "Its machine or replica set makes it anew.", Guide)
            {
                Kinds = Parse("VirtualMachineInstance.kubevirt.io"),
                IsRun = true,
            },
            new(ObjectClass.Runtime, "It is owned: its owner makes it anew.", Guide)
            {
                Kinds = Parse("VirtualMachineInstance.kubevirt.io"),
                Path = "/metadata/ownerReferences/0/name",
            },
            new(
                ObjectClass.Runtime,
                "It is a pod of a guest, which KubeVirt makes anew.",
                "KubeVirt pkg/virt-controller/services/template.go"
            )
            {
                Kinds = Parse("Pod"),
                Path = "/metadata/labels/kubevirt.io",
                Values = ["virt-launcher", "hotplug-disk", "virt-exporter"],
            },
            new(ObjectClass.Runtime, "It is a worker of CDI.", Populators)
            {
                Kinds = Parse("Pod"),
                Path = "/metadata/labels/app",
                Values = ["containerized-data-importer"],
            },
            new(
                ObjectClass.Runtime,
                "It is owned: its controller makes it anew.",
                "Kubernetes pkg/controller/controller_ref_manager.go"
            )
            {
                Kinds = Parse("Pod"),
                Path = "/metadata/ownerReferences/0/name",
            },
        ];

    /// <remarks>
    /// The label <c>app=containerized-data-importer</c> stands on every claim of a DataVolume as well, so claims are
    /// known by their owner.
    /// </remarks>
    private static IEnumerable<ClassRule> Volumes() =>
        [
            new(ObjectClass.Runtime, "It is a prime or scratch claim of CDI.", Populators)
            {
                Kinds = Parse("PersistentVolumeClaim"),
                Owners = Parse("PersistentVolumeClaim Pod"),
            },
            new(ObjectClass.Runtime, "CDI made it for one DataVolume.", Populators)
            {
                Kinds = Parse(
                    "VolumeImportSource.cdi.kubevirt.io VolumeUploadSource.cdi.kubevirt.io "
                        + "VolumeCloneSource.cdi.kubevirt.io"
                ),
                Owners = Parse("DataVolume.cdi.kubevirt.io"),
            },
        ];

    /// <summary>What the cluster makes anew in every namespace, or for everything that runs.</summary>
    private static IEnumerable<ClassRule> Others() =>
        [
            new(
                ObjectClass.Runtime,
                "It notes with which spec a guest was started; KubeVirt writes it anew at the next start.",
                "KubeVirt pkg/virt-controller/watch/vm/vm.go"
            )
            {
                Kinds = Parse("ControllerRevision.apps"),
                Names = ["revision-start-vm-*"],
            },
            new(
                ObjectClass.Runtime,
                "Every namespace gets the certificates of its own cluster.",
                "Kubernetes pkg/controller/certificates/rootcacertpublisher"
            )
            {
                Kinds = Parse("ConfigMap"),
                Names = ["kube-root-ca.crt", "openshift-service-ca.crt"],
            },
            new(
                ObjectClass.Runtime,
                "Every namespace has one.",
                "Kubernetes pkg/controller/serviceaccount/serviceaccounts_controller.go"
            )
            {
                Kinds = Parse("ServiceAccount"),
                Names = ["default"],
            },
            new(ObjectClass.Runtime, "It is a trace of the running cluster.", "Kubernetes API")
            {
                Kinds = Parse(
                    "Event Event.events.k8s.io Lease.coordination.k8s.io Endpoints EndpointSlice.discovery.k8s.io"
                ),
            },
        ];

    /// <summary>
    /// What the target brings itself. Namespaces and networks are carried along, since a restore into an empty cluster
    /// fails without them and the target may lack them.
    /// </summary>
    private static IEnumerable<ClassRule> EnvironmentRules() =>
        [
            new(
                ObjectClass.Environment,
                "It is the token of a service account, signed by the cluster it came from.",
                "Kubernetes pkg/controller/serviceaccount/tokens_controller.go"
            )
            {
                Kinds = Parse("Secret"),
                Path = "/type",
                Values = ["kubernetes.io/service-account-token"],
            },
            new(
                ObjectClass.Environment,
                "The target is expected to have it, and it is created where that is not so.",
                "Multus docs/how-to-use.md; Kubernetes API"
            )
            {
                Kinds = Parse("Namespace NetworkAttachmentDefinition.k8s.cni.cncf.io"),
                IsCarried = true,
            },
            new(
                ObjectClass.Environment,
                "It belongs to the cluster, not to a machine.",
                "Kubernetes, KubeVirt and CDI APIs"
            )
            {
                Kinds = Cluster,
            },
        ];

    /// <summary>
    /// The actions, and what they own, such as the pods of an export. They come last: a claim of a snapshot's restore
    /// that holds a guest's data is a definition by then.
    /// </summary>
    private static IEnumerable<ClassRule> ActionRules() =>
        [
            new(
                ObjectClass.Action,
                "It is an action: created again it would run again.",
                "KubeVirt pkg/virt-operator/resource/generate/components/crds.go: its status, which says that it "
                    + "ran, is not restored"
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

    /// <summary>Kinds by their names, of which one text may have several, divided by spaces.</summary>
    private static ImmutableHashSet<GroupKind> Parse(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).Select(GroupKind.Parse)];
}
