using System.Diagnostics.CodeAnalysis;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds and removes resolvers and policies in a service collection. It is handed to the callback of
/// <see cref="KubeVirtBackupServiceCollectionExtensions.AddKubeVirtBackup"/>.
/// </summary>
public sealed class KubeVirtBackupBuilder
{
    internal KubeVirtBackupBuilder(IServiceCollection services) => Services = services;

    /// <summary>The service collection, for extensions of other packages.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds a resolver beside the built-in ones, as a singleton. A second call for the same type adds nothing.
    /// </summary>
    /// <typeparam name="TResolver">The resolver, whose constructor may take services.</typeparam>
    /// <returns>This builder.</returns>
    public KubeVirtBackupBuilder AddResolver<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TResolver
    >()
        where TResolver : class, IResourceResolver
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IResourceResolver, TResolver>());

        return this;
    }

    /// <summary>Removes a resolver, built-in or not. Nothing happens where it is not registered.</summary>
    /// <typeparam name="TResolver">Its exact type. To replace a resolver, add another one as well.</typeparam>
    /// <returns>This builder.</returns>
    public KubeVirtBackupBuilder RemoveResolver<TResolver>()
        where TResolver : class, IResourceResolver
    {
        for (var i = Services.Count - 1; i >= 0; i--)
        {
            if (IsResolver(Services[i], typeof(TResolver)))
                Services.RemoveAt(i);
        }

        return this;
    }

    /// <summary>Adds a pack before the built-in ones. Of several, the one that was added first decides.</summary>
    /// <param name="pack">What is known of a platform.</param>
    /// <returns>This builder.</returns>
    public KubeVirtBackupBuilder AddPlatform(PlatformPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        Services.AddSingleton(pack);

        return this;
    }

    /// <summary>
    /// Builds a restore policy and registers it as a keyed singleton of type <see cref="RestorePolicy"/>.
    /// </summary>
    /// <param name="name">The key, and the name of the pipeline.</param>
    /// <param name="build">Adds the steps. It is called at once, not when the service is needed.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="PipelineException">The steps contradict each other, or stand in a wrong order.</exception>
    public KubeVirtBackupBuilder AddPolicy(string name, Action<RestorePolicyBuilder> build)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(build);
        var builder = RestorePolicy.CreateBuilder();
        build(builder);
        Services.AddKeyedSingleton(name, builder.Build(name));

        return this;
    }

    /// <summary>
    /// Builds a restore policy of what is registered, such as other policies, and registers it as a keyed singleton of type
    /// <see cref="RestorePolicy"/>.
    /// </summary>
    /// <param name="name">The key, and the name of the pipeline.</param>
    /// <param name="build">
    /// Adds the steps. It is called once, when the policy is first asked for: that throws a
    /// <see cref="PipelineException"/> where the steps contradict each other, or stand in a wrong order.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public KubeVirtBackupBuilder AddPolicy(string name, Action<RestorePolicyBuilder, IServiceProvider> build)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(build);
        Services.AddKeyedSingleton(name, (provider, _) =>
        {
            var builder = RestorePolicy.CreateBuilder();
            build(builder, provider);

            return builder.Build(name);
        });

        return this;
    }

    /// <summary>
    /// Registers a policy that is a class as a keyed singleton of type <see cref="RestorePolicy"/>. It works alone, and as
    /// a step of a policy of <see cref="AddPolicy(string, Action{RestorePolicyBuilder, IServiceProvider})"/>.
    /// </summary>
    /// <typeparam name="TPolicy">The policy, whose constructor may take services.</typeparam>
    /// <param name="name">The key. The steps of a result bear the policy's own name.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public KubeVirtBackupBuilder AddPolicy<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy
    >(string name)
        where TPolicy : RestorePolicy
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Services.AddKeyedSingleton<RestorePolicy, TPolicy>(name);

        return this;
    }

    /// <summary>Registers what the library brings. What is registered already stays.</summary>
    internal KubeVirtBackupBuilder AddDefaults()
    {
        foreach (var resolver in BuiltInResolvers.Default.Resolvers)
            Services.TryAddEnumerable(new ServiceDescriptor(typeof(IResourceResolver), resolver));
        Services.TryAddSingleton(provider => new ResolverSet(provider.GetServices<IResourceResolver>()));
        Services.TryAddSingleton(provider => PlatformSet.Default.With(provider.GetServices<PlatformPack>()));
        Services.TryAddSingleton(provider => new ResourceGraphBuilder(provider.GetRequiredService<ResolverSet>())
        {
            Platforms = provider.GetRequiredService<PlatformSet>(),
        });
        foreach (var preset in RestorePresets.All)
            Services.TryAddKeyedSingleton(preset.Name, preset);

        return this;
    }

    /// <summary>Whether a service is a resolver of a type, however it was registered.</summary>
    private static bool IsResolver(ServiceDescriptor service, Type type)
    {
        if (service.ServiceType != typeof(IResourceResolver) || service.IsKeyedService)
            return false;

        return (service.ImplementationType ?? service.ImplementationInstance?.GetType()) == type;
    }
}
