namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers KubeVirt.Backup in a service collection.</summary>
public static class KubeVirtBackupServiceCollectionExtensions
{
    /// <summary>
    /// Registers the resolvers, <c>ResolverSet</c>, <c>PlatformSet</c>, <c>ResourceGraphBuilder</c>, and the presets of
    /// <c>RestorePresets</c> as keyed <c>RestorePolicy</c> services: <c>guide</c>, <c>preserve</c>, <c>unique</c>,
    /// <c>in-place</c>, <c>copy-beside</c> and <c>disaster-recovery</c>. What is registered already stays, and what is
    /// registered later goes before it.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds resolvers and policies, removes resolvers. Default: nothing.</param>
    /// <returns>The services, for the next call.</returns>
    /// <remarks>
    /// Everything is a singleton: the parts have no state. A second call adds to the first. The client package has a
    /// method of its own for what talks to a cluster.
    /// </remarks>
    /// <example>
    /// <code language="csharp">
    /// var services = new ServiceCollection();
    /// services.AddKubeVirtBackup(backup =>
    ///     backup.AddPolicy("to-test", policy => policy.Add(RestorePresets.CopyBeside).SetRunStrategy("Halted"))
    /// );
    /// using var provider = services.BuildServiceProvider();
    /// var policy = provider.GetRequiredKeyedService&lt;RestorePolicy&gt;("to-test");
    /// RestoreResult copy = policy.Apply(graph, NameMap.Empty, cancellationToken);
    /// </code>
    /// </example>
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
