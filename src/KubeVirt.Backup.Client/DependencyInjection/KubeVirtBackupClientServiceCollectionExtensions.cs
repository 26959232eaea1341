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
using KubeVirt.Backup.Platforms;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what works on a live cluster with dependency injection.</summary>
public static class KubeVirtBackupClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers what works on a live cluster, a new one each time: <see cref="ClusterResourceSource"/>, also as
    /// <see cref="IResourceSource"/>, <see cref="ClusterTarget"/>, <see cref="BackupSession"/>, and the clients of
    /// snapshots, restores, exports, incremental backups and subresources. Guests are frozen by KubeVirt's API, unless
    /// another <see cref="IGuestFreezer"/> was registered before, such as what
    /// <see cref="GuestFreezers.ByRightsAsync"/> chose.
    /// </summary>
    /// <remarks>
    /// They use the registered <see cref="IKubernetes"/>, which stays the caller's to register and to dispose of, and
    /// the registered <see cref="TimeProvider"/> and loggers, if any. What is registered already stays.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <returns>The same services.</returns>
    /// <example>
    /// <code language="csharp">
    /// var services = new ServiceCollection().AddSingleton(client).AddKubeVirtBackupClient();
    /// await using var provider = services.BuildServiceProvider();
    /// var report = await provider.GetRequiredService&lt;BackupSession&gt;().RunAsync(null, cancellationToken);
    /// Console.WriteLine(report.Plan);
    /// </code>
    /// </example>
    public static IServiceCollection AddKubeVirtBackupClient(
        this IServiceCollection services,
        ClusterOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        // Transient: each holds what it learned of the cluster, which must not outlive the work.
        void Add<T>(Func<IKubernetes, ClusterOptions?, TimeProvider?, T> create)
            where T : class =>
            services.TryAddTransient(provider =>
                create(provider.GetRequiredService<IKubernetes>(), options, provider.GetService<TimeProvider>())
            );

        Add((client, how, clock) => new ClusterResourceSource(client, how, clock));
        Add((client, how, clock) => new VolumeSnapshots(client, how, clock));
        Add((client, how, clock) => new VolumeGroupSnapshots(client, how, clock));
        Add((client, how, clock) => new VirtualMachineSnapshots(client, how, clock));
        Add((client, how, clock) => new VirtualMachineRestores(client, how, clock));
        Add((client, how, clock) => new VirtualMachineExports(client, how, clock));
        Add((client, how, clock) => new VirtualMachineBackups(client, how, clock));
        Add((client, how, clock) => new VirtualMachineBackupTrackers(client, how, clock));
        Add((client, how, clock) => new MachineSubresources(client, how, clock));
        services.TryAddTransient(provider => new ClusterTarget(
            provider.GetRequiredService<IKubernetes>(),
            options,
            provider.GetService<TimeProvider>(),
            provider.GetService<ResolverSet>(),
            provider.GetService<ILogger<ClusterTarget>>()
        ));
        services.TryAddTransient<IResourceSource>(provider => provider.GetRequiredService<ClusterResourceSource>());
        services.TryAddSingleton<IGuestFreezer>(provider => new KubernetesGuestFreezer(
            provider.GetRequiredService<IKubernetes>(),
            options,
            provider.GetService<TimeProvider>()
        ));
        services.TryAddTransient(provider => new BackupSession(
            provider.GetRequiredService<IResourceSource>(),
            provider.GetRequiredService<IGuestFreezer>(),
            provider.GetService<TimeProvider>(),
            provider.GetService<ResolverSet>(),
            provider.GetService<PlatformSet>(),
            provider.GetService<ILogger<BackupSession>>()
        ));
        return services;
    }
}
