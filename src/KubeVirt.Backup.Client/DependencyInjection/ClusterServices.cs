using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Files;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Guests;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services of one cluster. What is registered already stays.</summary>
/// <param name="services">Where they are registered.</param>
/// <param name="name">
/// Their key, and the name of their options; <see langword="null"/> for the cluster that has none.
/// </param>
internal sealed class ClusterServices(IServiceCollection services, string? name)
{
    public void AddAll()
    {
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>()
        );
        services.AddOptions<ClusterOptions>(name).ValidateOnStart();
        AddClients();
        AddPorts();
        AddSessions();
    }

    private void AddClients()
    {
        AddClient((client, options, time) => new ClusterResourceSource(client, options, time));
        AddClient((client, options, time) => new VolumeSnapshots(client, options, time));
        AddClient((client, options, time) => new VolumeGroupSnapshots(client, options, time));
        AddClient((client, options, time) => new VirtualMachineSnapshots(client, options, time));
        AddClient((client, options, time) => new VirtualMachineRestores(client, options, time));
        AddClient((client, options, time) => new VirtualMachineExports(client, options, time));
        AddClient((client, options, time) => new MachineRollback(client, options, time));
        AddClient((client, options, time) => new VirtualMachineBackups(client, options, time));
        AddClient((client, options, time) => new VirtualMachineBackupTrackers(client, options, time));
        AddClient((client, options, time) => new VirtualMachineFileRestores(client, options, time));
        AddClient((client, options, time) => new BackupWays(client, options, time));
        AddClient((client, options, time) => new MachineSubresources(client, options, time));
    }

    private void AddPorts()
    {
        Add<IResourceSource>(ServiceLifetime.Transient, Get<ClusterResourceSource>);
        Add<IClusterIdentitySource>(ServiceLifetime.Transient, Get<ClusterResourceSource>);
        Add<IGuestFreezer>(ServiceLifetime.Singleton, provider => new KubernetesGuestFreezer(
            ClientOf(provider),
            OptionsOf(provider),
            Find<TimeProvider>(provider)
        ));
    }

    private void AddSessions()
    {
        Add(ServiceLifetime.Transient, provider => new ClusterTarget(
            ClientOf(provider),
            OptionsOf(provider),
            Find<TimeProvider>(provider),
            Find<ResolverSet>(provider),
            provider.GetService<ILogger<ClusterTarget>>()
        ));
        Add(ServiceLifetime.Transient, provider => new BackupSession(
            Get<IResourceSource>(provider),
            Get<IGuestFreezer>(provider),
            Find<TimeProvider>(provider),
            Find<ResolverSet>(provider),
            Find<PlatformSet>(provider),
            provider.GetService<ILogger<BackupSession>>()
        ));
    }

    // Transient: each holds what it learned of the cluster, which must not outlive the work.
    private void AddClient<T>(Func<IKubernetes, ClusterOptions, TimeProvider?, T> create)
        where T : class =>
        Add(ServiceLifetime.Transient, provider =>
            create(ClientOf(provider), OptionsOf(provider), Find<TimeProvider>(provider))
        );

    private void Add<T>(ServiceLifetime lifetime, Func<IServiceProvider, T> create)
        where T : class =>
        services.TryAdd(
            name is null
                ? ServiceDescriptor.Describe(typeof(T), create, lifetime)
                : ServiceDescriptor.DescribeKeyed(typeof(T), name, (provider, _) => create(provider), lifetime)
        );

    private ClusterOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptionsMonitor<ClusterOptions>>().Get(name);

    /// <summary>The client of this very cluster: no other one may stand in for it.</summary>
    private IKubernetes ClientOf(IServiceProvider provider)
    {
        if (name is null)
            return provider.GetRequiredService<IKubernetes>();

        return provider.GetKeyedService<IKubernetes>(name)
            ?? throw new InvalidOperationException(
                $"There is no IKubernetes with the key '{name}'. Register the client of that cluster as a keyed service."
            );
    }

    private T Get<T>(IServiceProvider provider)
        where T : class => name is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(name);

    /// <summary>What is registered for this cluster, else what is registered for all.</summary>
    private T? Find<T>(IServiceProvider provider)
        where T : class
    {
        var own = name is null ? null : provider.GetKeyedService<T>(name);

        return own ?? provider.GetService<T>();
    }
}
