using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What a restore does after its last object, and when it does not.</summary>
public class RestoreWriterTests
{
    private static readonly RestoreResult Copy = SampleCopy.Held;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_of_the_target_puts_no_owner_back()
    {
        Copy.Owners.ShouldNotBeEmpty();
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await new ClusterTarget(client, Quick).PreflightAsync(Copy, null, Token);

        server.Requests.ShouldNotContain(request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_restore_that_failed_puts_no_owner_back()
    {
        await using var server = await TestCluster.StartAsync();
        server.Break(Fault.OfCode(403, $"/{KindNames.Resource(Copy.Sets[0][0].Id.Kind)}", "POST", int.MaxValue));
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(Copy, null, Token);

        report.Objects.ShouldContain(applied => applied.Outcome == ApplyOutcome.Failed);
        server.Requests.ShouldNotContain(request => request.Method == "PATCH");
    }

    [Fact]
    public async Task What_is_held_stays_so_where_nobody_asks_to_release_it()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var restore = Copy with { Owners = [] };
        var report = await new ClusterTarget(client, Quick).ApplyAsync(restore, Trusting, Token);

        report.IsComplete.ShouldBeTrue();
        server.Requests.ShouldNotContain(request => request.Method == "PATCH");
        var held = Copy.Resources.Where(HeldRunState.IsHeld).ToList();
        held.ShouldNotBeEmpty();
        held.ShouldAllBe(one => HeldRunState.IsHeld(server.Find(one.Id)!));
    }
}
