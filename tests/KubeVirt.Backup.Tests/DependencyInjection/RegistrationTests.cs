using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.DependencyInjection;

public class RegistrationTests
{
    [Fact]
    public void The_container_plans_as_the_plain_types_do()
    {
        using var services = new ServiceCollection().AddKubeVirtBackup().BuildServiceProvider();
        var options = new PlanOptions { Resolvers = services.GetRequiredService<ResolverSet>() };
        var resources = Repository.SampleManifests.Resources;
        BackupPlanner.Plan(resources, options).ToString().ShouldBe(BackupPlanner.Plan(resources, null).ToString());
    }

    [Fact]
    public void Resolvers_are_added_and_removed()
    {
        using var services = new ServiceCollection()
            .AddKubeVirtBackup(backup => backup.AddResolver<WidgetResolver>().RemoveResolver<NamespaceResolver>())
            .BuildServiceProvider();
        var resolvers = services.GetRequiredService<ResolverSet>().Resolvers;
        resolvers.OfType<WidgetResolver>().ShouldHaveSingleItem();
        resolvers.OfType<NamespaceResolver>().ShouldBeEmpty();
    }

    [Fact]
    public void Registering_twice_registers_once()
    {
        using var services = new ServiceCollection().AddKubeVirtBackup().AddKubeVirtBackup().BuildServiceProvider();
        services.GetRequiredService<ResolverSet>().Resolvers.Count.ShouldBe(BuiltInResolvers.Default.Resolvers.Count);
    }

    [Fact]
    public void What_was_registered_before_stays()
    {
        var mine = new ResolverSet([]);
        using var services = new ServiceCollection().AddSingleton(mine).AddKubeVirtBackup().BuildServiceProvider();
        services.GetRequiredService<ResolverSet>().ShouldBeSameAs(mine);
    }

    [Fact]
    public void Presets_and_own_policies_are_keyed_services()
    {
        using var services = new ServiceCollection()
            .AddKubeVirtBackup(backup => backup.AddPolicy("mine", policy => policy.ClearMacAddresses()))
            .BuildServiceProvider();
        services.GetRequiredKeyedService<RestorePolicy>("unique").ShouldBeSameAs(RestorePresets.Unique);
        services
            .GetRequiredKeyedService<RestorePolicy>("mine")
            .Steps.Select(step => step.Name)
            .ShouldBe(["clear-mac-addresses"]);
    }

    private sealed class WidgetResolver() : TableResolver(new GroupKind("example.org", "Widget"), []);
}
