using System.Collections.Frozen;

namespace KubeVirt.Backup;

/// <summary>Which kinds live in a namespace and which are cluster-scoped, as far as this library knows them.</summary>
/// <remarks>
/// Needed where only a manifest is at hand and no API server to ask. The scopes are those of the Kubernetes API and of
/// the CustomResourceDefinitions of KubeVirt 1.9, CDI 1.66, the CSI snapshotter 8.6 and Multus.
/// </remarks>
public static class KindScopes
{
    private static readonly FrozenSet<GroupKind> Cluster = Parse(
        "Namespace Node PersistentVolume StorageClass.storage.k8s.io CSIDriver.storage.k8s.io",
        "CSINode.storage.k8s.io VolumeAttachment.storage.k8s.io VolumeAttributesClass.storage.k8s.io",
        "PriorityClass.scheduling.k8s.io DeviceClass.resource.k8s.io ResourceSlice.resource.k8s.io",
        "RuntimeClass.node.k8s.io ClusterRole.rbac.authorization.k8s.io",
        "ClusterRoleBinding.rbac.authorization.k8s.io CustomResourceDefinition.apiextensions.k8s.io",
        "APIService.apiregistration.k8s.io MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io IngressClass.networking.k8s.io",
        "VolumeSnapshotClass.snapshot.storage.k8s.io VolumeSnapshotContent.snapshot.storage.k8s.io",
        "VolumeGroupSnapshotClass.groupsnapshot.storage.k8s.io",
        "VolumeGroupSnapshotContent.groupsnapshot.storage.k8s.io",
        "VirtualMachineClusterInstancetype.instancetype.kubevirt.io",
        "VirtualMachineClusterPreference.instancetype.kubevirt.io MigrationPolicy.migrations.kubevirt.io",
        "Plugin.plugin.kubevirt.io CDI.cdi.kubevirt.io CDIConfig.cdi.kubevirt.io",
        "StorageProfile.cdi.kubevirt.io ObjectTransfer.cdi.kubevirt.io"
    );

    private static readonly FrozenSet<GroupKind> Namespaced = Parse(
        "Pod Secret ConfigMap Service ServiceAccount PersistentVolumeClaim Endpoints Event LimitRange",
        "ResourceQuota PodTemplate ReplicationController ControllerRevision.apps Deployment.apps",
        "StatefulSet.apps DaemonSet.apps ReplicaSet.apps Job.batch CronJob.batch",
        "HorizontalPodAutoscaler.autoscaling NetworkPolicy.networking.k8s.io Ingress.networking.k8s.io",
        "PodDisruptionBudget.policy Role.rbac.authorization.k8s.io RoleBinding.rbac.authorization.k8s.io",
        "Lease.coordination.k8s.io EndpointSlice.discovery.k8s.io ResourceClaim.resource.k8s.io",
        "ResourceClaimTemplate.resource.k8s.io NetworkAttachmentDefinition.k8s.cni.cncf.io",
        "VolumeSnapshot.snapshot.storage.k8s.io VolumeGroupSnapshot.groupsnapshot.storage.k8s.io",
        "VirtualMachine.kubevirt.io VirtualMachineInstance.kubevirt.io",
        "VirtualMachineInstanceReplicaSet.kubevirt.io VirtualMachineInstanceMigration.kubevirt.io",
        "VirtualMachineInstancePreset.kubevirt.io KubeVirt.kubevirt.io VirtualMachinePool.pool.kubevirt.io",
        "VirtualMachineSnapshot.snapshot.kubevirt.io VirtualMachineSnapshotContent.snapshot.kubevirt.io",
        "VirtualMachineRestore.snapshot.kubevirt.io VirtualMachineExport.export.kubevirt.io",
        "VirtualMachineBackup.backup.kubevirt.io VirtualMachineBackupTracker.backup.kubevirt.io",
        "VirtualMachineFileRestore.filerestore.kubevirt.io",
        "VirtualMachineClone.clone.kubevirt.io VirtualMachineInstancetype.instancetype.kubevirt.io",
        "VirtualMachinePreference.instancetype.kubevirt.io VirtualMachineTemplate.template.kubevirt.io",
        "VirtualMachineTemplateRequest.template.kubevirt.io DataVolume.cdi.kubevirt.io",
        "DataSource.cdi.kubevirt.io DataImportCron.cdi.kubevirt.io VolumeImportSource.cdi.kubevirt.io",
        "VolumeUploadSource.cdi.kubevirt.io VolumeCloneSource.cdi.kubevirt.io ImageStream.image.openshift.io",
        "ServiceMonitor.monitoring.coreos.com PodMonitor.monitoring.coreos.com Route.route.openshift.io",
        "MultiNetworkPolicy.k8s.cni.cncf.io Gateway.gateway.networking.k8s.io",
        "CiliumNetworkPolicy.cilium.io EgressFirewall.k8s.ovn.org EgressQoS.k8s.ovn.org",
        "HTTPRoute.gateway.networking.k8s.io GRPCRoute.gateway.networking.k8s.io",
        "TLSRoute.gateway.networking.k8s.io TCPRoute.gateway.networking.k8s.io",
        "OvirtVolumePopulator.forklift.cdi.kubevirt.io OpenstackVolumePopulator.forklift.cdi.kubevirt.io"
    );

    /// <summary>All kinds that are known, ordered.</summary>
    public static IReadOnlyList<GroupKind> All { get; } = [.. Cluster.Concat(Namespaced).Order()];

    /// <summary>Whether the kind is known to be cluster-scoped.</summary>
    public static bool IsCluster(GroupKind kind) => Cluster.Contains(kind);

    /// <summary>
    /// Whether the kind is known to live in a namespace. For a kind that this library does not know, both this and
    /// <see cref="IsCluster"/> are <see langword="false"/>.
    /// </summary>
    public static bool IsNamespaced(GroupKind kind) => Namespaced.Contains(kind);

    private static FrozenSet<GroupKind> Parse(params string[] rows) =>
        rows.SelectMany(row => row.Split(' ')).Select(GroupKind.Parse).ToFrozenSet();
}
