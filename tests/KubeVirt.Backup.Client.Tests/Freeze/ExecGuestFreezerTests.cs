using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Freezing by virt-freezer in the guests' pods, over a real WebSocket.</summary>
public class ExecGuestFreezerTests : GuestFreezerTests
{
    private static readonly ClusterOptions TwoTries = Quick with { Attempts = 2 };

    protected override int PutsOfGuest => 0;

    // virt-freezer ends with 0 in both cases.
    [Theory]
    [InlineData("AgentConnected", "False", "no guest agent answers")]
    [InlineData("Paused", "True", "the guest is paused")]
    public async Task What_virt_freezer_leaves_undone_without_a_word_is_no_success(
        string condition,
        string status,
        string expected
    )
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var freezer = new ExecGuestFreezer(client, TwoTries);
        await freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token);
        Change(server, guest =>
            guest["status"]!["conditions"] = new JsonArray(
                Condition(condition, status),
                Condition(condition == "Paused" ? "AgentConnected" : "Ready", "True")
            )
        );
        await ShouldRefuseAsync(freezer, expected);
        (
            await Should.ThrowAsync<IOException>(() => freezer.UnfreezeAsync(Guest, Token).AsTask())
        ).Message.ShouldContain(expected);
        server.Guest(Guest).IsFrozen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_freeze_and_a_lost_outcome_leave_open_whether_the_guest_is_frozen()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var freezer = new ExecGuestFreezer(client, TwoTries);
        server.Break(new Fault(FaultKind.ResetAfter) { Path = "/exec" });
        (
            await Should.ThrowAsync<IOException>(() =>
                freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token).AsTask()
            )
        ).ShouldNotBeOfType<FreezeRefusedException>();
        server.Guest(Guest).IsFrozen.ShouldBeTrue();
        Change(server, guest => guest["status"]!["migrationState"] = new JsonObject { ["completed"] = false });
        var failed = await Should.ThrowAsync<IOException>(() =>
            freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token).AsTask()
        );
        failed.ShouldNotBeOfType<FreezeRefusedException>();
        failed.Message.ShouldContain("exit code 1");
        await freezer.UnfreezeAsync(Guest, Token);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_whose_outcome_was_lost_thaws_and_claims_nothing()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Break(new Fault(FaultKind.ResetAfter) { Path = "/exec" });
        await using var session = await FreezeSession.StartAsync(
            new ExecGuestFreezer(client, TwoTries),
            [Guest],
            new FreezeOptions { LateFreeze = TimeSpan.Zero },
            cancellationToken: Token
        );
        (await session.ThawAsync()).ShouldHaveSingleItem().Consistency.ShouldBe(Consistency.CrashConsistent);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    // As kubelet tells when the container's runtime does not answer in time.
    [Fact]
    public async Task A_failure_without_an_exit_code_leaves_open_whether_the_guest_is_frozen_and_is_thawed()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Api.Exec.Outcome = new JsonObject
        {
            ["status"] = "Failure",
            ["reason"] = "InternalError",
            ["message"] = "error executing command in container: context deadline exceeded",
            ["code"] = 500,
        };
        var failed = await Should.ThrowAsync<IOException>(() =>
            new ExecGuestFreezer(client, TwoTries).FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token).AsTask()
        );
        failed.ShouldNotBeOfType<FreezeRefusedException>();
        failed.Message.ShouldContain("context deadline exceeded. It may have run.");
        failed.Message.ShouldNotContain("broke off");
        server.Guest(Guest).IsFrozen.ShouldBeTrue();

        server.Api.Guests.ThawByLauncher(Guest);
        var session = await FreezeSession.StartAsync(
            new ExecGuestFreezer(client, TwoTries),
            [Guest],
            new FreezeOptions { LateFreeze = TimeSpan.FromMilliseconds(1) },
            cancellationToken: Token
        );
        server.Api.Exec.Outcome = null;
        (await session.ThawAsync()).ShouldHaveSingleItem().Consistency.ShouldBe(Consistency.CrashConsistent);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1000, "xxx. It may have run.")]
    [InlineData(2_000_000, "the command may have run: a message was longer than 1048576 bytes")]
    public async Task A_message_without_an_end_is_not_read_to_it(int length, string expected)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Api.Exec.Outcome = new JsonObject { ["status"] = "Failure", ["message"] = new string('x', length) };
        var freezer = new ExecGuestFreezer(client, TwoTries);

        var failed = await Should.ThrowAsync<IOException>(() =>
            freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token).AsTask()
        );

        failed.Message.ShouldContain(expected);
        failed.Message.Length.ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task The_pod_is_the_one_that_the_guest_runs_in_now()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var pod = server.Store.List(Kinds.Pod, "shop").ShouldHaveSingleItem();
        (pod["metadata"]!["name"], pod["metadata"]!["uid"], pod["spec"]) = (
            "virt-launcher-vm-0000-target",
            "pod-target",
            new JsonObject { ["nodeName"] = "node2" }
        );
        server.Add([Resource.Parse(pod.ToJsonString())]);
        var freezer = new ExecGuestFreezer(client, TwoTries);
        await freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token);
        server.Requests[^1].Path.ShouldContain("/virt-launcher-vm-0000-x/exec");
        foreach (var flag in new[] { "stdin=0", "stdout=1", "stderr=1", "tty=0" })
            server.Requests[^1].Query.ShouldContain(flag);
        Change(server, guest => guest["status"]!["activePods"]!["pod-target"] = "node2");
        (
            await Should.ThrowAsync<IOException>(() => freezer.UnfreezeAsync(Guest, Token).AsTask())
        ).Message.ShouldContain("2 of its pods are active");
        Change(server, guest => guest["status"]!["nodeName"] = "node2");
        await freezer.UnfreezeAsync(Guest, Token);
        server.Requests[^1].Path.ShouldContain("/virt-launcher-vm-0000-target/exec");
        server.Remove(Guest);
        await freezer.UnfreezeAsync(Guest, Token);
        await ShouldRefuseAsync(freezer, "runs in no pod");
    }

    [Fact]
    public async Task The_way_is_chosen_by_rights()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.AddUser(
            "api",
            new TestRule("update", "virtualmachineinstances/freeze virtualmachineinstances/unfreeze", "shop")
        );
        server.AddUser(
            "exec",
            new TestRule("list", "pods", "shop"),
            new TestRule("get create", "pods/exec", "shop"),
            new TestRule("get", "virtualmachineinstances", "shop")
        );
        server.AddUser(
            "old",
            new TestRule("list", "pods", "shop"),
            new TestRule("get", "pods/exec virtualmachineinstances", "shop")
        );
        using var api = server.CreateClient("api");
        (
            await GuestFreezers.ByRightsAsync(api, "shop", TwoTries, null, Token)
        ).ShouldBeOfType<KubernetesGuestFreezer>();
        using var exec = server.CreateClient("exec");
        var freezer = (
            await GuestFreezers.ByRightsAsync(exec, "shop", TwoTries, null, Token)
        ).ShouldBeOfType<ExecGuestFreezer>();
        await freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token);
        server.Guest(Guest).IsFrozen.ShouldBeTrue();
        (
            await Should.ThrowAsync<FreezeRefusedException>(() =>
                GuestFreezers.ByRightsAsync(exec, null, TwoTries, null, Token)
            )
        ).Message.ShouldContain(
            "of all namespaces: it lacks update on virtualmachineinstances/freeze in subresources.kubevirt.io"
        );
        using var old = server.CreateClient("old");
        (
            await Should.ThrowAsync<FreezeRefusedException>(() =>
                GuestFreezers.ByRightsAsync(old, "shop", TwoTries, null, Token)
            )
        ).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("create on pods/exec"),
            message => message.ShouldContain("of namespace shop")
        );
        await ShouldRefuseAsync(new ExecGuestFreezer(old, TwoTries), "403");
    }

    /// <summary>It refuses before the guest was asked, so that nobody has to wait for a freeze that may come late.</summary>
    private static async Task ShouldRefuseAsync(ExecGuestFreezer freezer, string expected)
    {
        var refused = await Should.ThrowAsync<FreezeRefusedException>(() =>
            freezer.FreezeAsync(Guest, TimeSpan.FromMinutes(1), Token).AsTask()
        );
        refused.Message.ShouldContain(expected);
        refused.IsBeforeFreeze.ShouldBeTrue();
    }

    private static JsonObject Condition(string type, string status) => new() { ["type"] = type, ["status"] = status };

    private static void Change(TestCluster server, Action<JsonObject> change)
    {
        var guest = server.Store.Find(Guest)!;
        change(guest);
        server.Store.Put(Guest, guest);
    }

    private protected override IGuestFreezer Freezer(IKubernetes client) => new ExecGuestFreezer(client, TwoTries);
}
