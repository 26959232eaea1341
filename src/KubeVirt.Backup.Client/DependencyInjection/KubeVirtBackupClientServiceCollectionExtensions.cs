using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Graph;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KubeVirt.Backup.Client.</summary>
public static class KubeVirtBackupClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers what works on a live cluster: <see cref="ClusterResourceSource"/> and <see cref="IResourceSource"/>, a new one each time, and <see cref="IGuestFreezer"/>. They use the registered
    /// <see cref="IKubernetes"/>, which stays the caller's to register and to dispose of, and the registered <see cref="TimeProvider"/>, if any. What is registered already stays.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKubeVirtBackupClient(this IServiceCollection services, ClusterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddTransient(provider => new ClusterResourceSource(provider.GetRequiredService<IKubernetes>(), options, provider.GetService<TimeProvider>()));
        services.TryAddTransient<IResourceSource>(provider => provider.GetRequiredService<ClusterResourceSource>());
        services.TryAddSingleton<IGuestFreezer>(provider => new KubernetesGuestFreezer(provider.GetRequiredService<IKubernetes>(), options, provider.GetService<TimeProvider>()));
        return services;
    }
}
