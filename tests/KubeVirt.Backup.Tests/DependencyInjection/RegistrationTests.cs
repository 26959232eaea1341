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

    [Fact]
    public void Every_preset_is_a_keyed_service()
    {
        using var services = new ServiceCollection().AddKubeVirtBackup().BuildServiceProvider();
        var presets = typeof(RestorePresets)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(RestorePolicy))
            .Select(property => (RestorePolicy)property.GetValue(null)!)
            .ToList();
        RestorePresets.All.ShouldBe(presets);
        presets.ShouldAllBe(preset => services.GetRequiredKeyedService<RestorePolicy>(preset.Name) == preset);
    }

    [Fact]
    public void A_policy_that_the_user_registered_stands_before_a_preset()
    {
        var mine = RestorePolicy.CreateBuilder().Build("unique");
        using var before = new ServiceCollection()
            .AddKeyedSingleton("unique", mine)
            .AddKubeVirtBackup()
            .BuildServiceProvider();
        using var after = new ServiceCollection()
            .AddKubeVirtBackup()
            .AddKeyedSingleton("unique", mine)
            .BuildServiceProvider();
        before.GetRequiredKeyedService<RestorePolicy>("unique").ShouldBeSameAs(mine);
        after.GetRequiredKeyedService<RestorePolicy>("unique").ShouldBeSameAs(mine);
    }

    [Fact]
    public void A_policy_that_is_a_class_gets_services_and_can_be_a_step()
    {
        using var services = new ServiceCollection()
            .AddSingleton(new Owner("team-a"))
            .AddKubeVirtBackup(backup =>
                backup
                    .AddPolicy<LabelOwner>("label-owner")
                    .AddPolicy("mine", (policy, provider) =>
                        policy.Add(provider.GetRequiredKeyedService<RestorePolicy>("label-owner"))
                    )
            )
            .BuildServiceProvider();
        var policy = services.GetRequiredKeyedService<RestorePolicy>("mine");
        var graph = ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default);

        var result = policy.Apply(graph, NameMap.Empty, TestContext.Current.CancellationToken);

        policy.Name.ShouldBe("mine");
        result.Resources.ShouldAllBe(resource => ResourceMetadata.Label(resource, "owner") == "team-a");
        result.Changes.ShouldAllBe(change => change.Policy == "label-owner");
    }

    private sealed record Owner(string Name);

    private sealed class LabelOwner(Owner owner) : RestorePolicy("label-owner")
    {
        public override void Apply(RestoreContext context) => context.Draft.Set("/metadata/labels/owner", owner.Name);
    }

    private sealed class WidgetResolver() : TableResolver(new GroupKind("example.org", "Widget"), []);
}
