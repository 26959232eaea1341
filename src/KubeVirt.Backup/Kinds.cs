namespace KubeVirt.Backup;

/// <summary>The kinds that this library knows by name, spelled as their APIs spell them.</summary>
/// <remarks>
/// Groups and kinds follow the CustomResourceDefinitions of KubeVirt 1.9, CDI 1.66, the CSI snapshotter 8.6 and Multus.
/// </remarks>
public static class Kinds
{
    private const string KubeVirtGroup = "kubevirt.io";
    private const string Instancetypes = "instancetype.kubevirt.io";
    private const string Cdi = "cdi.kubevirt.io";
    private const string MachineSnapshots = "snapshot.kubevirt.io";
    private const string Backups = "backup.kubevirt.io";
    private const string Templates = "template.kubevirt.io";
    private const string Snapshots = "snapshot.storage.k8s.io";

    /// <summary><c>VirtualMachine.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachine { get; } = new(KubeVirtGroup, "VirtualMachine");

    /// <summary><c>VirtualMachineInstance.kubevirt.io</c>: the running guest.</summary>
    public static GroupKind VirtualMachineInstance { get; } = new(KubeVirtGroup, "VirtualMachineInstance");

    /// <summary><c>VirtualMachineInstanceReplicaSet.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineInstanceReplicaSet { get; } =
        new(KubeVirtGroup, "VirtualMachineInstanceReplicaSet");

    /// <summary><c>VirtualMachinePool.pool.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachinePool { get; } = new("pool.kubevirt.io", "VirtualMachinePool");

    /// <summary><c>VirtualMachineInstancetype.instancetype.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineInstancetype { get; } = new(Instancetypes, "VirtualMachineInstancetype");

    /// <summary><c>VirtualMachineClusterInstancetype.instancetype.kubevirt.io</c>, cluster-scoped.</summary>
    public static GroupKind VirtualMachineClusterInstancetype { get; } =
        new(Instancetypes, "VirtualMachineClusterInstancetype");

    /// <summary><c>VirtualMachinePreference.instancetype.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachinePreference { get; } = new(Instancetypes, "VirtualMachinePreference");

    /// <summary><c>VirtualMachineClusterPreference.instancetype.kubevirt.io</c>, cluster-scoped.</summary>
    public static GroupKind VirtualMachineClusterPreference { get; } =
        new(Instancetypes, "VirtualMachineClusterPreference");

    /// <summary><c>VirtualMachineSnapshot.snapshot.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineSnapshot { get; } = new(MachineSnapshots, "VirtualMachineSnapshot");

    /// <summary>
    /// <c>VirtualMachineSnapshotContent.snapshot.kubevirt.io</c>: the machine and the VolumeSnapshots of a snapshot.
    /// </summary>
    public static GroupKind VirtualMachineSnapshotContent { get; } =
        new(MachineSnapshots, "VirtualMachineSnapshotContent");

    /// <summary><c>VirtualMachineRestore.snapshot.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineRestore { get; } = new(MachineSnapshots, "VirtualMachineRestore");

    /// <summary><c>VirtualMachineClone.clone.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineClone { get; } = new("clone.kubevirt.io", "VirtualMachineClone");

    /// <summary><c>VirtualMachineExport.export.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineExport { get; } = new("export.kubevirt.io", "VirtualMachineExport");

    /// <summary>
    /// <c>VirtualMachineFileRestore.filerestore.kubevirt.io</c>: of an operator of its own, which no release of KubeVirt
    /// brings along.
    /// </summary>
    public static GroupKind VirtualMachineFileRestore { get; } =
        new("filerestore.kubevirt.io", "VirtualMachineFileRestore");

    /// <summary><c>VirtualMachineBackup.backup.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineBackup { get; } = new(Backups, "VirtualMachineBackup");

    /// <summary><c>VirtualMachineBackupTracker.backup.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineBackupTracker { get; } = new(Backups, "VirtualMachineBackupTracker");

    /// <summary><c>VirtualMachineInstanceMigration.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineInstanceMigration { get; } =
        new(KubeVirtGroup, "VirtualMachineInstanceMigration");

    /// <summary><c>MigrationPolicy.migrations.kubevirt.io</c>, cluster-scoped.</summary>
    public static GroupKind MigrationPolicy { get; } = new("migrations.kubevirt.io", "MigrationPolicy");

    /// <summary><c>VirtualMachineTemplate.template.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineTemplate { get; } = new(Templates, "VirtualMachineTemplate");

    /// <summary><c>VirtualMachineTemplateRequest.template.kubevirt.io</c>.</summary>
    public static GroupKind VirtualMachineTemplateRequest { get; } = new(Templates, "VirtualMachineTemplateRequest");

    /// <summary><c>DataVolume.cdi.kubevirt.io</c>.</summary>
    public static GroupKind DataVolume { get; } = new(Cdi, "DataVolume");

    /// <summary><c>DataSource.cdi.kubevirt.io</c>: a name for a golden image.</summary>
    public static GroupKind DataSource { get; } = new(Cdi, "DataSource");

    /// <summary><c>DataImportCron.cdi.kubevirt.io</c>: imports a golden image again and again.</summary>
    public static GroupKind DataImportCron { get; } = new(Cdi, "DataImportCron");

    /// <summary><c>VolumeImportSource.cdi.kubevirt.io</c>.</summary>
    public static GroupKind VolumeImportSource { get; } = new(Cdi, "VolumeImportSource");

    /// <summary><c>VolumeCloneSource.cdi.kubevirt.io</c>.</summary>
    public static GroupKind VolumeCloneSource { get; } = new(Cdi, "VolumeCloneSource");

    /// <summary><c>ControllerRevision.apps</c>: the instancetype or preference as a VM first saw it.</summary>
    public static GroupKind ControllerRevision { get; } = new("apps", "ControllerRevision");

    /// <summary><c>PersistentVolumeClaim</c>.</summary>
    public static GroupKind PersistentVolumeClaim { get; } = new("", "PersistentVolumeClaim");

    /// <summary><c>PersistentVolume</c>, cluster-scoped.</summary>
    public static GroupKind PersistentVolume { get; } = new("", "PersistentVolume");

    /// <summary><c>Pod</c>.</summary>
    public static GroupKind Pod { get; } = new("", "Pod");

    /// <summary><c>Secret</c>.</summary>
    public static GroupKind Secret { get; } = new("", "Secret");

    /// <summary><c>ConfigMap</c>.</summary>
    public static GroupKind ConfigMap { get; } = new("", "ConfigMap");

    /// <summary><c>RoleBinding.rbac.authorization.k8s.io</c>.</summary>
    public static GroupKind RoleBinding { get; } = new("rbac.authorization.k8s.io", "RoleBinding");

    /// <summary><c>ServiceAccount</c>.</summary>
    public static GroupKind ServiceAccount { get; } = new("", "ServiceAccount");

    /// <summary><c>Namespace</c>, cluster-scoped.</summary>
    public static GroupKind Namespace { get; } = new("", "Namespace");

    /// <summary><c>StorageClass.storage.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind StorageClass { get; } = new("storage.k8s.io", "StorageClass");

    /// <summary><c>VolumeAttributesClass.storage.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind VolumeAttributesClass { get; } = new("storage.k8s.io", "VolumeAttributesClass");

    /// <summary><c>PriorityClass.scheduling.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind PriorityClass { get; } = new("scheduling.k8s.io", "PriorityClass");

    /// <summary><c>VolumeSnapshot.snapshot.storage.k8s.io</c>.</summary>
    public static GroupKind VolumeSnapshot { get; } = new(Snapshots, "VolumeSnapshot");

    /// <summary><c>VolumeSnapshotContent.snapshot.storage.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind VolumeSnapshotContent { get; } = new(Snapshots, "VolumeSnapshotContent");

    /// <summary><c>VolumeGroupSnapshot.groupsnapshot.storage.k8s.io</c>.</summary>
    public static GroupKind VolumeGroupSnapshot { get; } = new("groupsnapshot.storage.k8s.io", "VolumeGroupSnapshot");

    /// <summary><c>VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind VolumeGroupSnapshotClass { get; } =
        new("groupsnapshot.storage.k8s.io", "VolumeGroupSnapshotClass");

    /// <summary><c>VolumeSnapshotClass.snapshot.storage.k8s.io</c>, cluster-scoped.</summary>
    public static GroupKind VolumeSnapshotClass { get; } = new(Snapshots, "VolumeSnapshotClass");

    /// <summary><c>NetworkAttachmentDefinition.k8s.cni.cncf.io</c>: a multus network.</summary>
    public static GroupKind NetworkAttachmentDefinition { get; } =
        new("k8s.cni.cncf.io", "NetworkAttachmentDefinition");

    /// <summary><c>ImageStream.image.openshift.io</c>: a name for container images, on OpenShift.</summary>
    public static GroupKind ImageStream { get; } = new("image.openshift.io", "ImageStream");

    /// <summary><c>DeviceClass.resource.k8s.io</c>, cluster-scoped: devices that a driver offers.</summary>
    public static GroupKind DeviceClass { get; } = new("resource.k8s.io", "DeviceClass");

    /// <summary><c>KubeVirt.kubevirt.io</c>: the configuration of KubeVirt itself.</summary>
    public static GroupKind KubeVirt { get; } = new(KubeVirtGroup, "KubeVirt");

    /// <summary><c>Service</c>.</summary>
    public static GroupKind Service { get; } = new("", "Service");

    /// <summary><c>ResourceClaim.resource.k8s.io</c>.</summary>
    public static GroupKind ResourceClaim { get; } = new("resource.k8s.io", "ResourceClaim");

    /// <summary><c>ResourceClaimTemplate.resource.k8s.io</c>.</summary>
    public static GroupKind ResourceClaimTemplate { get; } = new("resource.k8s.io", "ResourceClaimTemplate");

    /// <summary>Whether objects of a kind run guests, or make what does.</summary>
    internal static bool IsMachine(GroupKind kind) =>
        kind == VirtualMachine
        || kind == VirtualMachineInstance
        || kind == VirtualMachinePool
        || kind == VirtualMachineInstanceReplicaSet;
}
