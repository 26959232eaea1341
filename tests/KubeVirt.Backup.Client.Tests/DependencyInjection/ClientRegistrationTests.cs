using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class ClientRegistrationTests
{
    [Fact]
    public async Task The_container_plans_and_freezes_with_the_registered_client_and_leaves_it_alone()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await TestCluster.StartAsync(Machines.Make(2));
        using var client = server.CreateClient();
        await using (
            var services = new ServiceCollection()
                .AddSingleton<IKubernetes>(client)
                .AddKubeVirtBackup()
                .AddKubeVirtBackupClient()
                .BuildServiceProvider()
        )
        {
            var plan = await BackupPlanner.PlanAsync(services.GetRequiredService<IResourceSource>(), null, token);
            await using var session = await FreezeSession.StartAsync(
                services.GetRequiredService<IGuestFreezer>(),
                plan.Freeze,
                cancellationToken: token
            );
            (await session.ThawAsync())
                .Select(verdict => verdict.Consistency)
                .ShouldBe([Consistency.FilesystemConsistent, Consistency.FilesystemConsistent]);
            services
                .GetRequiredService<ClusterResourceSource>()
                .ShouldNotBeSameAs(services.GetRequiredService<ClusterResourceSource>());
        }

        client.HttpClient.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_client_is_registered()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await using var services = new ServiceCollection()
            .AddSingleton<IKubernetes>(client)
            .AddKubeVirtBackupClient()
            .BuildServiceProvider();
        var clients = typeof(ClusterResourceSource)
            .Assembly.GetExportedTypes()
            .Where(type =>
                type.GetConstructor([typeof(IKubernetes), typeof(ClusterOptions), typeof(TimeProvider)]) is not null
            )
            .ToList();
        clients.Count.ShouldBeGreaterThan(8);
        clients
            .Where(type => services.GetService(type) is null && !typeof(IGuestFreezer).IsAssignableFrom(type))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backup_session_freezes_in_the_way_that_was_registered()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var services = new ServiceCollection()
            .AddSingleton<IKubernetes>(client)
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IGuestFreezer>(new ExecGuestFreezer(client))
            .AddKubeVirtBackupClient()
            .BuildServiceProvider();
        var verdict = (
            await services.GetRequiredService<BackupSession>().RunAsync(null, token)
        ).Verdicts.ShouldHaveSingleItem();
        (verdict.Consistency, verdict.Evidence!.To).ShouldBe((Consistency.FilesystemConsistent, time.GetUtcNow()));
        server.Requests.ShouldNotContain(request => request.Method == "PUT");
    }

    [Fact]
    public void What_was_registered_before_stays()
    {
        var mine = new InMemoryGuests([]);
        using var services = new ServiceCollection()
            .AddSingleton<IGuestFreezer>(mine)
            .AddKubeVirtBackupClient()
            .BuildServiceProvider();
        services.GetRequiredService<IGuestFreezer>().ShouldBeSameAs(mine);
    }

    [Fact]
    public async Task The_services_of_the_container_follow_resolvers_and_packs_of_the_container()
    {
        var token = TestContext.Current.CancellationToken;
        var secret = Resource.Parse(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"mine","namespace":"shop"}}"""
        );
        await using var server = await TestCluster.StartAsync([.. Machines.Make(1), secret]);
        using var client = server.CreateClient();
        await using var services = new ServiceCollection()
            .AddSingleton<IKubernetes>(client)
            .AddKubeVirtBackup(backup => backup.AddResolver<MineResolver>().AddPlatform(MinePack))
            .AddKubeVirtBackupClient()
            .BuildServiceProvider();

        var options = new BackupOptions { Freezes = false };
        var report = await services.GetRequiredService<BackupSession>().RunAsync(options, token);

        report.Plan.Graph.Edges.ShouldContain(edge => edge.Reference.Why == "mine");
        report.Plan.ClassOf(secret.Id).Class.ShouldBe(ObjectClass.Runtime);
    }

    private static PlatformPack MinePack =>
        new("Mine")
        {
            Classes = [new(ObjectClass.Runtime, "Our operator makes it.", "our runbook") { Names = ["mine"] }],
        };

    /// <summary>Every machine needs a secret that no built-in resolver knows of.</summary>
    private sealed class MineResolver : IResourceResolver
    {
        public GroupKind? Kind => Kinds.VirtualMachine;

        public void Resolve(Resource resource, ReferenceCollector references) =>
            references.Add(
                new Reference(
                    ReferenceTarget.Named(new ResourceId(Kinds.Secret, resource.Id.Namespace, "mine")),
                    "/metadata/name",
                    Relation.Needs,
                    Requirement.Optional,
                    "mine"
                )
            );
    }
}
