using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class NamedClusterTests
{
    [Fact]
    public async Task Two_clusters_of_one_container_are_asked_apart()
    {
        var token = TestContext.Current.CancellationToken;
        await using var production = await TestCluster.StartAsync(Machines.Make(2));
        await using var test = await TestCluster.StartAsync(Machines.Make(1));
        using var productionClient = production.CreateClient();
        using var testClient = test.CreateClient();
        await using var services = new ServiceCollection()
            .AddKeyedSingleton<IKubernetes>("production", productionClient)
            .AddKeyedSingleton<IKubernetes>("test", testClient)
            .AddKubeVirtBackup()
            .AddKubeVirtBackupClient("production")
            .AddKubeVirtBackupClient("test")
            .BuildServiceProvider();

        (await MachinesOfAsync("production")).ShouldBe(2);
        (await MachinesOfAsync("test")).ShouldBe(1);
        production.Requests.ShouldContain(request => request.Method == "PUT", "its guests were frozen there");

        async Task<int> MachinesOfAsync(string cluster)
        {
            var session = services.GetRequiredKeyedService<BackupSession>(cluster);
            return (await session.RunAsync(null, token)).Plan.Machines.Count;
        }
    }

    [Fact]
    public async Task Options_are_those_of_the_name()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await TestCluster.StartAsync(Machines.Make(5));
        using var client = server.CreateClient();
        var services = new ServiceCollection()
            .AddKeyedSingleton<IKubernetes>("small", client)
            .AddKubeVirtBackupClient("small")
            .Configure<ClusterOptions>("small", options => options.PageSize = 2)
            .Configure<ClusterOptions>(options => options.PageSize = 7);
        await using var provider = services.BuildServiceProvider();

        var source = provider.GetRequiredKeyedService<IResourceSource>("small");
        await source.FetchAsync([new ResourceQuery(Kinds.VirtualMachine, null) { All = true }], token);

        server.Requests.ShouldContain(request => request.Query.Contains("limit=2"));
        server.Requests.ShouldNotContain(request => request.Query.Contains("limit=7"));
    }

    [Fact]
    public void What_is_registered_for_a_cluster_is_used_there_and_nowhere_else()
    {
        var (mine, everywhere) = (new InMemoryGuests([]), new InMemoryGuests([]));
        using var services = new ServiceCollection()
            .AddKeyedSingleton<IGuestFreezer>("production", mine)
            .AddSingleton<IGuestFreezer>(everywhere)
            .AddKubeVirtBackupClient("production")
            .AddKubeVirtBackupClient()
            .BuildServiceProvider();
        services.GetRequiredKeyedService<IGuestFreezer>("production").ShouldBeSameAs(mine);
        services.GetRequiredService<IGuestFreezer>().ShouldBeSameAs(everywhere);
    }

    [Fact]
    public async Task A_cluster_without_a_client_is_named_and_no_other_one_stands_in()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await using var services = new ServiceCollection()
            .AddSingleton<IKubernetes>(client)
            .AddKubeVirtBackupClient("production")
            .BuildServiceProvider();
        Should
            .Throw<InvalidOperationException>(() => services.GetRequiredKeyedService<BackupSession>("production"))
            .Message.ShouldContain("'production'");
    }

    [Fact]
    public void Options_bind_from_configuration()
    {
        var options = Bind("PageSize=20", "RetryDelay=00:00:02");
        (options.PageSize, options.RetryDelay, options.Attempts).ShouldBe((20, TimeSpan.FromSeconds(2), 10));
    }

    [Theory]
    [InlineData("Parralelism=4", "'Parralelism'")]
    [InlineData("Attempts=many", "Clusters:production:Attempts")]
    [InlineData("RequestTimeout=-00:00:01", "RequestTimeout of the cluster 'production' is -00:00:01")]
    [InlineData("Attempts=0", "Attempts ('0') must be greater")]
    public void What_a_configuration_cannot_mean_is_an_error(string setting, string problem) =>
        Should.Throw<Exception>(() => Bind(setting)).ToString().ShouldContain(problem);

    private static ClusterOptions Bind(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Select(setting => setting.Split('='))
                    .Select(parts => KeyValuePair.Create($"Clusters:production:{parts[0]}", (string?)parts[1]))
            )
            .Build();
        var services = new ServiceCollection().AddKubeVirtBackupClient("production");
        services
            .AddOptions<ClusterOptions>("production")
            .Bind(configuration.GetSection("Clusters:production"), binder => binder.ErrorOnUnknownConfiguration = true);
        using var provider = services.BuildServiceProvider();

        return provider.GetRequiredService<IOptionsMonitor<ClusterOptions>>().Get("production");
    }
}
