using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What is claimed at the end of a restore is looked at then, and what was not done is reported.</summary>
public class LastLookTests
{
    private static readonly ClusterOptions Quick = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
        Attempts = 3,
        Parallelism = 1,
        ObjectParallelism = 1,
    };

    private static readonly RestoreResult Copy = SampleCopy.Held;

    private static readonly ResourceGraph Graph = ResourceGraph.Create(Copy.Resources, BuiltInResolvers.Default);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Secret")]
    [InlineData("ConfigMap")]
    [InlineData("ControllerRevision")]
    public async Task What_vanishes_while_others_are_waited_for_keeps_machines_held(string kind)
    {
        await using var server = await TestCluster.StartAsync();
        var vanishing = Copy
            .Resources.First(resource =>
                resource.Id.Kind.Kind == kind
                && Graph.EdgesTo(resource.Id).Any(edge => edge.From.Kind == Kinds.VirtualMachine)
            )
            .Id;
        var looks = 0;
        server.Controllers = () =>
        {
            // The machine becomes ready only after the other object was seen, and is gone.
            var isWritten = Copy.Resources.All(resource => looks > 0 || server.Store.Find(resource.Id) is not null);
            looks += isWritten ? 1 : 0;
            Controllers.Finish(server, "Bound", "Succeeded", looks < 200 ? "Provisioning" : "Stopped");
            if (looks == 200)
                server.Remove(vanishing);
        };
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(Copy with { Owners = [] }, Releasing, Token);

        looks.ShouldBeGreaterThanOrEqualTo(200);
        report.IsComplete.ShouldBeFalse();
        report.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.NotReady && finding.Resource == vanishing && finding.Message.Contains("gone")
        );
        var users = Copy.Resources.Where(HeldRunState.IsHeld).Where(user => Needs(user, vanishing)).ToList();
        users.ShouldNotBeEmpty();
        users.ShouldAllBe(user => HeldRunState.IsHeld(Resource.Parse(server.Store.Find(user.Id)!.ToJsonString())));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_owner_that_is_refused_for_a_while_is_put_back(int code)
    {
        var (report, server) = await RestoreOwnersAsync(code, times: 2);
        await using var _ = server;

        report.Findings.ShouldBeEmpty();
        report.IsComplete.ShouldBeTrue();
        var owner = Copy.Owners[0];
        server.Store.Find(owner.Object)!["metadata"]!["ownerReferences"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_restore_of_which_an_owner_was_not_put_back_is_not_complete(int code)
    {
        var (report, server) = await RestoreOwnersAsync(code, times: int.MaxValue);
        await using var _ = server;

        report.IsComplete.ShouldBeFalse();
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Id, finding.Resource).ShouldBe((FindingIds.OwnerNotRestored, Copy.Owners[0].Object));
    }

    private static bool Needs(Resource user, ResourceId id) =>
        Graph.EdgesFrom(user.Id).Any(edge => edge.Relation == Relation.Needs && edge.To == id);

    private static async Task<(ApplyReport Report, TestCluster Server)> RestoreOwnersAsync(int code, int times)
    {
        var server = await TestCluster.StartAsync();
        server.Break(Fault.OfCode(code, Copy.Owners[0].Object.Name, "PATCH", times: times, retryAfter: 0));
        using var client = server.CreateClient();
        return (await new ClusterTarget(client, Quick).ApplyAsync(Copy, Trusting, Token), server);
    }
}
