namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KubeVirt.Backup.</summary>
public static class KubeVirtBackupServiceCollectionExtensions
{
    /// <summary>
    /// Registers the resolvers, <c>ResolverSet</c>, <c>ResourceGraphBuilder</c>, and the presets of
    /// <c>RestorePresets</c> as keyed <c>RestorePolicy</c> services: <c>guide</c>, <c>preserve</c> and <c>unique</c>.
    /// What is registered already stays.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds resolvers and policies, removes resolvers. Default: nothing.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKubeVirtBackup(
        this IServiceCollection services,
        Action<KubeVirtBackupBuilder>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new KubeVirtBackupBuilder(services).AddDefaults();
        configure?.Invoke(builder);
        return services;
    }
}
