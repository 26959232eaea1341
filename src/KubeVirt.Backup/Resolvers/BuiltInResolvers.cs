using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The resolvers that come with the library.</summary>
public static class BuiltInResolvers
{
    /// <summary>All of them. Add, replace and remove with the methods of <see cref="ResolverSet"/>.</summary>
    public static ResolverSet Default { get; } = new(
    [
        new VirtualMachineResolver(),
        new VirtualMachineInstanceResolver(),
        new VirtualMachineInstanceReplicaSetResolver(),
        new VirtualMachinePoolResolver(),
        new DataVolumeResolver(),
        new DataSourceResolver(),
        new PersistentVolumeClaimResolver(),
        new PodResolver(),
        new OwnerResolver(),
        new NamespaceResolver(),
    ]);
}
