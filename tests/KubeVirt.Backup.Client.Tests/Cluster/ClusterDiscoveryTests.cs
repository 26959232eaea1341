using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Servers tell all they serve in two answers; those before Kubernetes 1.27 are asked group by group.</summary>
public class ClusterDiscoveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "/api /apis")]
    [InlineData(false, "/api /api/v1 /apis /apis/kubevirt.io/v1")]
    public async Task What_is_served_is_asked_once(bool aggregates, string asked)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Api.AggregatesDiscovery = aggregates;
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        foreach (var _ in Enumerable.Range(0, 3))
            await source.FetchAsync(
                [All(Kinds.VirtualMachine), All(Kinds.Secret), All(new GroupKind("kubevirt.io", "Nothing"))],
                Token
            );
        var paths = server.Requests.Select(request => request.Path);
        var ofDiscovery = paths.Where(path => !path.Contains("/namespaces/", StringComparison.Ordinal));
        string.Join(' ', ofDiscovery.Order(StringComparer.Ordinal)).ShouldBe(asked);
    }

    [Fact]
    public async Task Waves_at_the_same_time_ask_once_what_is_served()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        var waves = Enumerable.Range(0, 8).Select(_ => source.FetchAsync([All(Kinds.DataVolume)], Token).AsTask());
        await Task.WhenAll(waves);
        server.Requests.Count(request => request.Path == "/apis").ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_is_not_preferred_is_found_too(bool aggregates)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Api.AggregatesDiscovery = aggregates;
        var index = server.Api.Types.FindIndex(type => type.Kind == Kinds.VirtualMachine);
        server.Api.Types[index] = server.Api.Types[index] with { Version = "v1alpha3" };
        using var client = server.CreateClient();
        var answer = await new ClusterResourceSource(client).FetchAsync([All(Kinds.VirtualMachine)], Token);
        answer.Resources.ShouldHaveSingleItem();
        server.Requests[^1].Path.ShouldBe("/apis/kubevirt.io/v1alpha3/namespaces/shop/virtualmachines");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_goes_away_in_the_middle_is_asked_for_again_and_what_is_gone_for_good_is_a_finding(
        bool aggregates
    )
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Api.AggregatesDiscovery = aggregates;
        using var client = server.CreateClient();
        var run = new ClusterResourceSource(client).BeginRun();
        await run.FetchAsync(
            [All(Kinds.VirtualMachine), Names(Kinds.DataVolume, "absent"), Names(Kinds.VirtualMachinePool, "absent")],
            Token
        );
        var index = server.Api.Types.FindIndex(type => type.Kind == Kinds.VirtualMachineInstance);
        server.Api.Types[index] = server.Api.Types[index] with { Version = "v2" };
        server.Withdraw(Kinds.DataVolume);
        var answer = await run.FetchAsync(
            [All(Kinds.VirtualMachineInstance), Names(Kinds.DataVolume, "vm-0000")],
            Token
        );
        answer.Resources.ShouldHaveSingleItem().Id.Kind.ShouldBe(Kinds.VirtualMachineInstance);
        answer.Findings.ShouldHaveSingleItem().Message.ShouldContain("does not serve DataVolume.cdi.kubevirt.io");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_installed_between_two_runs_is_seen(bool aggregates)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Api.AggregatesDiscovery = aggregates;
        var type = server.Api.Types.Single(type => type.Kind == Kinds.VirtualMachine);
        server.Api.Types.Remove(type);
        using var client = server.CreateClient();
        var source = new ClusterResourceSource(client);
        (await source.BeginRun().FetchAsync([All(Kinds.VirtualMachine)], Token)).Resources.ShouldBeEmpty();
        server.Api.Types.Add(type);
        (await source.BeginRun().FetchAsync([All(Kinds.VirtualMachine)], Token)).Resources.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_aggregated_API_that_is_down_costs_its_kinds_only(bool aggregates)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.Api.AggregatesDiscovery = aggregates;
        server.Api.StaleGroups.Add("cdi.kubevirt.io");
        server.Break(Fault.OfCode(503, "/apis/cdi.kubevirt.io/v1beta1", times: int.MaxValue));
        using var client = server.CreateClient();
        var hasty = new ClusterOptions { RetryDelay = TimeSpan.FromMilliseconds(1) };
        var answer = await new ClusterResourceSource(client, hasty).FetchAsync(
            [All(Kinds.VirtualMachine), All(Kinds.DataVolume)],
            Token
        );
        answer.Resources.ShouldHaveSingleItem();
        answer.Findings.ShouldHaveSingleItem().Id.ShouldBe(FindingIds.KindUnreadable);
    }

    private static ResourceQuery Names(GroupKind kind, params string[] names) => new(kind, "shop") { Names = names };

    private static ResourceQuery All(GroupKind kind) => new(kind, "shop") { All = true };
}
