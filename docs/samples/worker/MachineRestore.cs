using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeVirt.Backup.Worker;

/// <summary>Restores one machine: its newest archive, a policy by key, the names that are configured, the target.</summary>
internal sealed class MachineRestore(
    Catalogue catalogue,
    ClusterTarget target,
    ResolverSet resolvers,
    PlatformSet platforms,
    IServiceProvider services,
    IOptions<RestoreSettings> settings
)
{
    public async Task<(RestoreResult Result, ApplyReport Report)> RunAsync(
        ResourceId machine,
        CancellationToken cancellationToken
    )
    {
        var backup = await catalogue.FindNewestAsync(machine, cancellationToken)
            ?? throw new ArgumentException($"No archive holds {machine}. See the command list.");
        var manifests = await new ManifestReader().ReadPathsAsync([backup.Path], cancellationToken);
        var graph = ResourceGraph.Create(manifests.Resources, resolvers, platforms);

        var result = PolicyFor(machine)
            .Apply(graph, settings.Value.Names.ToNameMap(), cancellationToken)
            .WithIdentityCollisions()
            .WithFindings(manifests.Findings);
        var report = await target.ApplyAsync(result, null, cancellationToken);

        return (await target.SettleAsync(result, report, cancellationToken), report);
    }

    private RestorePolicy PolicyFor(ResourceId machine)
    {
        var isCopy = settings.Value.Names.Namespaces.ContainsKey(machine.Namespace!);
        var usual = isCopy ? RestoreSettings.HeldCopy : RestorePresets.DisasterRecovery.Name;
        var key = settings.Value.Policy ?? usual;

        return services.GetKeyedService<RestorePolicy>(key)
            ?? throw new ArgumentException($"Restore:Policy is '{key}', and there is no policy of that name.");
    }
}
