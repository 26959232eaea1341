namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineClusterPreference: the storage class that it prefers for volumes.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/instancetype/v1beta1/types.go, VolumePreferences. It stands
/// for machines of all namespaces, so that the subdomain that it prefers names no one Service.
/// </remarks>
public sealed class VirtualMachineClusterPreferenceResolver()
    : TableResolver(Kinds.VirtualMachineClusterPreference, [PreferredClass.Rule("/spec")]);
