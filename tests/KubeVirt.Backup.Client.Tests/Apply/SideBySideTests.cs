using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Objects are written, given owners and released side by side, and never more at once than options allow.</summary>
public class SideBySideTests
{
    private const int Count = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public async Task As_many_objects_are_under_way_as_the_options_say(int atOnce)
    {
        var restore = Restore();
        restore.Owners.Count.ShouldBe(Count);
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.Latency = TimeSpan.FromMilliseconds(20);
        using var client = server.CreateClient();
        var options = new ClusterOptions { Parallelism = 1, ObjectParallelism = atOnce };
        var target = new ClusterTarget(client, options);

        var report = await target.ApplyAsync(restore, null, Token);
        report.Findings.ShouldBeEmpty();
        server.Api.MostAtOnce.ShouldBeInRange(Math.Min(atOnce, 4), atOnce + 1);

        (await target.ReleaseAsync(restore, null, Token)).ShouldBeEmpty();
        server.Api.MostAtOnce.ShouldBeInRange(Math.Min(atOnce, 4), atOnce + 1);
        server.Requests.Count(request => request.Method == "PATCH").ShouldBe(2 * Count, "an owner and a release each");
    }

    /// <summary>Held machines, each with a Secret that it owns.</summary>
    private static RestoreResult Restore()
    {
        var resources = Enumerable.Range(0, Count).SelectMany(Objects);
        var policy = RestorePolicy.CreateBuilder().StripOwners().HoldRunState().Build("held");
        var graph = Graph.ResourceGraph.Create(resources, Resolvers.BuiltInResolvers.Default);

        return policy.Apply(graph, cancellationToken: Token);
    }

    private static IEnumerable<Resource> Objects(int i) =>
        [
            Resource.Parse(
                $$$"""
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm-{{{i}}}","namespace":"shop","uid":"vm-{{{i}}}"},
                 "spec":{"runStrategy":"Always","template":{"spec":{"domain":{"devices":{} } } } } }
                """
            ),
            Resource.Parse(
                $$$"""
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"vm-{{{i}}}","namespace":"shop","ownerReferences":[
                 {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"vm-{{{i}}}","uid":"vm-{{{i}}}"}] } }
                """
            ),
        ];
}
