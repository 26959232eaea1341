using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The resolvers that come with the library, for KubeVirt, CDI, CSI snapshots and Kubernetes itself.</summary>
/// <remarks>
/// One for each kind, and two for every kind: owner and namespace. docs/reference/resolvers lists the references that they
/// find, with their sources.
/// </remarks>
public static class BuiltInResolvers
{
    /// <summary>
    /// All of them, in no order that matters. Add, replace and remove with the methods of <see cref="ResolverSet"/>,
    /// which give another set.
    /// </summary>
    public static ResolverSet Default { get; } =
        new([
            new VirtualMachineResolver(),
            new VirtualMachineInstanceResolver(),
            new VirtualMachineInstanceReplicaSetResolver(),
            new VirtualMachinePoolResolver(),
            new VirtualMachineInstanceMigrationResolver(),
            new VirtualMachineSnapshotResolver(),
            new VirtualMachineSnapshotContentResolver(),
            new VirtualMachineRestoreResolver(),
            new VirtualMachineCloneResolver(),
            new VirtualMachineExportResolver(),
            new VirtualMachineBackupResolver(),
            new VirtualMachineBackupTrackerResolver(),
            new VirtualMachineTemplateRequestResolver(),
            new VirtualMachineTemplateResolver(),
            new VirtualMachinePreferenceResolver(),
            new VirtualMachineClusterPreferenceResolver(),
            new ControllerRevisionResolver(),
            new KubeVirtResolver(),
            new ResourceClaimResolver(),
            new ResourceClaimTemplateResolver(),
            new DataVolumeResolver(),
            new DataSourceResolver(),
            new DataImportCronResolver(),
            new VolumeImportSourceResolver(),
            new VolumeCloneSourceResolver(),
            new VolumeSnapshotResolver(),
            new VolumeSnapshotContentResolver(),
            new PersistentVolumeClaimResolver(),
            new ServiceAccountResolver(),
            new RoleBindingResolver(),
            new ClusterRoleBindingResolver(),
            new ServiceResolver(),
            new PodDisruptionBudgetResolver(),
            new NetworkPolicyResolver(),
            new IngressResolver(),
            new RouteResolver(),
            new HTTPRouteResolver(),
            new GRPCRouteResolver(),
            new TLSRouteResolver(),
            new TCPRouteResolver(),
            new ServiceMonitorResolver(),
            new PodMonitorResolver(),
            new MultiNetworkPolicyResolver(),
            new CiliumNetworkPolicyResolver(),
            new HorizontalPodAutoscalerResolver(),
            new PodResolver(),
            new OwnerResolver(),
            new NamespaceResolver(),
        ]);
}
