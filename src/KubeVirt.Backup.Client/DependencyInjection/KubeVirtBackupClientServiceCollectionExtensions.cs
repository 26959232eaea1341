using k8s;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what works on a live cluster with dependency injection.</summary>
public static class KubeVirtBackupClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers what works on a live cluster, a new one each time: <see cref="ClusterResourceSource"/>, also as
    /// <see cref="IResourceSource"/> and <see cref="IClusterIdentitySource"/>, <see cref="ClusterTarget"/>,
    /// <see cref="BackupSession"/>, and the clients of snapshots, restores, exports, incremental backups and subresources.
    /// Guests are frozen by KubeVirt's API, unless another <see cref="IGuestFreezer"/> is registered, such as what
    /// <see cref="GuestFreezers.ByRightsAsync"/> chose.
    /// </summary>
    /// <remarks>
    /// They use the registered <see cref="IKubernetes"/>, which stays the caller's to register and to dispose of, the
    /// options <see cref="ClusterOptions"/>, and the registered <see cref="TimeProvider"/> and loggers, if any. What is
    /// registered already stays, and what is registered later goes before it.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    /// <example>
    /// <code language="csharp">
    /// var services = new ServiceCollection().AddSingleton(client).AddKubeVirtBackupClient();
    /// services.Configure&lt;ClusterOptions&gt;(options => options.Attempts = 3);
    /// await using var provider = services.BuildServiceProvider();
    /// var report = await provider.GetRequiredService&lt;BackupSession&gt;().RunAsync(null, cancellationToken);
    /// Console.WriteLine(report.Plan);
    /// </code>
    /// </example>
    public static IServiceCollection AddKubeVirtBackupClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        new ClusterServices(services, null).AddAll();

        return services;
    }

    /// <summary>
    /// Registers the same for one of several clusters, as keyed services, with the options <see cref="ClusterOptions"/> of
    /// that name.
    /// </summary>
    /// <remarks>
    /// They use the <see cref="IKubernetes"/> of the same key and no other one, and whatever else is registered with it; of
    /// clocks, resolvers and packs that are not, those that are registered without a key.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the cluster, and the key.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <example>
    /// <code language="csharp">
    /// var services = new ServiceCollection()
    ///     .AddKeyedSingleton("production", client)
    ///     .AddKubeVirtBackupClient("production")
    ///     .Configure&lt;ClusterOptions&gt;("production", options => options.Parallelism = 8);
    /// await using var provider = services.BuildServiceProvider();
    /// var session = provider.GetRequiredKeyedService&lt;BackupSession&gt;("production");
    /// </code>
    /// </example>
    public static IServiceCollection AddKubeVirtBackupClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        new ClusterServices(services, name).AddAll();

        return services;
    }
}
