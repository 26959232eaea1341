using System.Diagnostics.CodeAnalysis;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds and replaces parts of KubeVirt.Backup in a service collection.</summary>
public sealed class KubeVirtBackupBuilder
{
    internal KubeVirtBackupBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a resolver beside the built-in ones.</summary>
    public KubeVirtBackupBuilder AddResolver<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TResolver
    >()
        where TResolver : class, IResourceResolver
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IResourceResolver, TResolver>());
        return this;
    }

    /// <summary>Removes a built-in resolver.</summary>
    public KubeVirtBackupBuilder RemoveResolver<TResolver>()
        where TResolver : class, IResourceResolver
    {
        for (var i = Services.Count - 1; i >= 0; i--)
        {
            if (
                Services[i].ServiceType == typeof(IResourceResolver)
                && !Services[i].IsKeyedService
                && (Services[i].ImplementationType ?? Services[i].ImplementationInstance?.GetType())
                    == typeof(TResolver)
            )
                Services.RemoveAt(i);
        }

        return this;
    }

    /// <summary>Adds a restore policy under a name, to be had as a keyed service.</summary>
    /// <param name="name">The key, and the name of the pipeline.</param>
    /// <param name="build">Adds the steps.</param>
    public KubeVirtBackupBuilder AddPolicy(string name, Action<RestorePolicyBuilder> build)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(build);
        var builder = RestorePolicy.CreateBuilder();
        build(builder);
        Services.AddKeyedSingleton(name, builder.Build(name));
        return this;
    }

    internal KubeVirtBackupBuilder AddDefaults()
    {
        foreach (var resolver in BuiltInResolvers.Default.Resolvers)
            Services.TryAddEnumerable(new ServiceDescriptor(typeof(IResourceResolver), resolver));
        Services.TryAddSingleton(provider => new ResolverSet(provider.GetServices<IResourceResolver>()));
        Services.TryAddSingleton(provider => new ResourceGraphBuilder(provider.GetRequiredService<ResolverSet>()));
        foreach (
            var preset in (ReadOnlySpan<RestorePolicy>)
                [RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique]
        )
            Services.TryAddKeyedSingleton(preset.Name, preset);
        return this;
    }
}
