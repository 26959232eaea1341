using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Guests;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Graph;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KubeVirt.Backup.Client.</summary>
public static class KubeVirtBackupClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers what works on a live cluster: <see cref="ClusterResourceSource"/>, <see cref="IResourceSource"/>,
    /// <see cref="ClusterTarget"/> and the clients of snapshots, restores, exports and incremental backups and
    /// subresources, a new one each time, <see cref="BackupSession"/>, and <see cref="IGuestFreezer"/>: KubeVirt's API,
    /// unless another was registered before, such as what <see cref="GuestFreezers.ByRightsAsync"/> chose. They use the
    /// registered <see cref="IKubernetes"/>, which stays the caller's to register and to dispose of, and the registered
    /// <see cref="TimeProvider"/>, if any. What is registered already stays.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKubeVirtBackupClient(
        this IServiceCollection services,
        ClusterOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        void Add<T>(Func<IKubernetes, ClusterOptions?, TimeProvider?, T> create)
            where T : class =>
            services.TryAddTransient(provider =>
                create(provider.GetRequiredService<IKubernetes>(), options, provider.GetService<TimeProvider>())
            );

        Add((client, how, time) => new ClusterResourceSource(client, how, time));
        Add((client, how, time) => new ClusterTarget(client, how, time));
        Add((client, how, time) => new VolumeSnapshots(client, how, time));
        Add((client, how, time) => new VolumeGroupSnapshots(client, how, time));
        Add((client, how, time) => new VirtualMachineSnapshots(client, how, time));
        Add((client, how, time) => new VirtualMachineRestores(client, how, time));
        Add((client, how, time) => new VirtualMachineExports(client, how, time));
        Add((client, how, time) => new VirtualMachineBackups(client, how, time));
        Add((client, how, time) => new VirtualMachineBackupTrackers(client, how, time));
        Add((client, how, time) => new MachineSubresources(client, how, time));
        services.TryAddTransient<IResourceSource>(provider => provider.GetRequiredService<ClusterResourceSource>());
        services.TryAddSingleton<IGuestFreezer>(provider => new KubernetesGuestFreezer(
            provider.GetRequiredService<IKubernetes>(),
            options,
            provider.GetService<TimeProvider>()
        ));
        services.TryAddTransient(provider => new BackupSession(
            provider.GetRequiredService<IResourceSource>(),
            provider.GetRequiredService<IGuestFreezer>(),
            provider.GetService<TimeProvider>()
        ));
        return services;
    }
}
