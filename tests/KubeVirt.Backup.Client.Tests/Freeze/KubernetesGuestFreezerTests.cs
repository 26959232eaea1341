using System.Net;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Freezing by KubeVirt's API, over real HTTPS.</summary>
public class KubernetesGuestFreezerTests : GuestFreezerTests
{
    protected override int PutsOfGuest => 2;

    [Fact]
    public async Task The_status_is_that_of_the_instance()
    {
        await using var server = await TestCluster.StartAsync([
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"vm-0000","namespace":"shop","uid":"u1","deletionTimestamp":"2026-01-01T00:00:00Z"},
                 "status":{"phase":"Running","activePods":{"p2":"n2","p1":"n1"},"fsFreezeStatus":"frozen","guestOSInfo":{"id":"mswindows"},"migrationState":{"migrationUid":"m1"},
                 "conditions":[{"type":"LiveMigratable","status":"False"},{"type":"AgentConnected","status":"True"},{"type":"Paused","status":"True"}]}}
                """
            ),
        ]);
        using var client = server.CreateClient();
        var status = await new KubernetesGuestFreezer(client).GetStatusAsync(Guest, Token);
        status!.ActivePods.ShouldBe(["p1", "p2"]);
        (status with { ActivePods = [], Claims = [] }).ShouldBe(
            new GuestStatus
            {
                Uid = "u1",
                Phase = "Running",
                IsTerminating = true,
                IsPaused = true,
                HasAgent = true,
                IsMigrating = true,
                MigrationUid = "m1",
                IsFrozen = true,
                IsWindows = true,
                ActivePods = [],
            }
        );
        (
            await new KubernetesGuestFreezer(client).GetStatusAsync(new ResourceId(Guest.Kind, "shop", "absent"), Token)
        ).ShouldBeNull();
    }

    [Theory]
    [InlineData("absent", "not found")]
    [InlineData("stopped", "VM is not running")]
    [InlineData("paused", "Check that the guest agent runs in the guest")]
    public async Task What_KubeVirt_refuses_is_known_not_to_be_frozen(string name, string expected)
    {
        await using var server = await TestCluster.StartAsync([
            Instance("stopped", "Succeeded", "Ready"),
            Instance("paused", "Running", "Paused"),
        ]);
        using var client = server.CreateClient();
        var guest = new ResourceId(Kinds.VirtualMachineInstance, "shop", name);
        (
            await Should.ThrowAsync<FreezeRefusedException>(() =>
                new KubernetesGuestFreezer(client).FreezeAsync(guest, TimeSpan.FromMinutes(1), Token).AsTask()
            )
        ).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain(expected),
            message => message.Contains("guest agent", StringComparison.Ordinal).ShouldBe(name == "paused")
        );
        await new KubernetesGuestFreezer(client).UnfreezeAsync(guest, Token);
    }

    [Theory]
    [InlineData("VirtualMachine.kubevirt.io/shop/a", "Node/a")]
    [InlineData("VirtualMachineInstance.kubevirt.io/a", "VirtualMachine.kubevirt.io/a")]
    [InlineData("Pod/shop/a", "VirtualMachineInstance.kubevirt.io/shop/a")]
    public async Task What_is_no_guest_and_no_machine_is_refused_before_anything_is_asked(string guest, string machine)
    {
        await using var server = await TestCluster.StartAsync([]);
        using var client = server.CreateClient();
        var freezer = new KubernetesGuestFreezer(client);
        var (noGuest, noMachine) = (ResourceId.Parse(guest), ResourceId.Parse(machine));

        (
            await Should.ThrowAsync<ArgumentException>(async () => await freezer.GetStatusAsync(noGuest, Token))
        ).Message.ShouldContain($"{guest} is no VirtualMachineInstance.");
        (
            await Should.ThrowAsync<ArgumentException>(async () => await freezer.GetMachineAsync(noMachine, Token))
        ).Message.ShouldContain($"{machine} is no VirtualMachine.");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guest_that_cannot_have_frozen_is_thawed_once_and_not_waited_for()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Guest(Guest).HasLostAgent = true;
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [Guest],
            cancellationToken: Token
        );
        var verdict = (await session.ThawAsync()).Single();
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain("QEMU guest agent is not connected");
        verdict.Reason.ShouldNotContain("thaw failed");
        server.Requests.Count(request => request.Path.EndsWith("/unfreeze", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(
        500,
        "unexpected return code 400, message: failed to freeze VMI, VMI is currently during migration",
        true
    )]
    [InlineData(400, "server error. command Freeze failed: QEMU guest agent is not connected", true)]
    [InlineData(400, "server error. command Freeze failed: Guest agent is not responding", false)]
    [InlineData(500, "unexpected return code 400, message: Guest agent is not responding", false)]
    [InlineData(400, "No virt-handler on node n found", true)]
    [InlineData(403, "User cannot update", true)]
    [InlineData(500, "context deadline exceeded", null)]
    [InlineData(503, "unavailable", null)]
    [InlineData(408, "request timeout", null)]
    public void What_came_before_the_freeze_is_known_by_the_answer(int code, string message, bool? isBefore)
    {
        var answer = new ClusterException(HttpMethod.Put, "/freeze", message) { StatusCode = (HttpStatusCode)code };
        FreezeRefusals.IsRefused(answer).ShouldBe(isBefore is not null);
        if (isBefore is { } expected)
            FreezeRefusals.From(answer).IsBeforeFreeze.ShouldBe(expected);
    }

    [Fact]
    public async Task A_guest_that_freezes_after_the_server_gave_up_is_thawed_and_not_vouched_for()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        (server.Api.Guests.AnswerLimit, server.Guest(Guest).FreezeTime) = (
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromMilliseconds(800)
        );
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [Guest],
            new FreezeOptions { LateFreeze = TimeSpan.FromSeconds(2) },
            cancellationToken: Token
        );
        var verdict = (await session.ThawAsync()).Single();
        (verdict.Consistency, verdict.Reason.Contains("context deadline exceeded", StringComparison.Ordinal)).ShouldBe(
            (Consistency.CrashConsistent, true)
        );
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
        server
            .Guest(Guest)
            .WasFrozen(DateTimeOffset.UtcNow.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(-1))
            .ShouldBeTrue();
    }

    [Theory]
    [InlineData(nameof(FaultKind.ResetBefore), "/freeze", Consistency.CrashConsistent)]
    [InlineData(nameof(FaultKind.ResetAfter), "/freeze", Consistency.CrashConsistent)]
    [InlineData(nameof(FaultKind.Stall), "/freeze", Consistency.CrashConsistent)]
    [InlineData(nameof(FaultKind.ResetBefore), "/unfreeze", Consistency.FilesystemConsistent)]
    [InlineData(nameof(FaultKind.ResetAfter), "/unfreeze", Consistency.FilesystemConsistent)]
    [InlineData(nameof(FaultKind.Stall), "/unfreeze", Consistency.FilesystemConsistent)]
    [InlineData(nameof(FaultKind.Error), "/unfreeze", Consistency.FilesystemConsistent)]
    public async Task Whatever_breaks_the_guest_is_thawed(string kind, string path, Consistency expected)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Break(new Fault(Enum.Parse<FaultKind>(kind)) { Path = path, Times = 2 });
        var options = new FreezeOptions
        {
            RequestTimeout = TimeSpan.FromSeconds(1),
            LateFreeze = TimeSpan.FromSeconds(1),
            ThawDelay = TimeSpan.FromMilliseconds(10),
        };
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [Guest],
            options,
            cancellationToken: Token
        );
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/metadata", """{"uid":"another"}""", Consistency.Unknown)]
    [InlineData("/status", """{"phase":"Succeeded"}""", Consistency.Unknown)]
    [InlineData(
        "/status",
        """{"migrationState":{"migrationUid":"m1","completed":true}}""",
        Consistency.CrashConsistent
    )]
    [InlineData("/status", """{"activePods":{"another":"node2"}}""", Consistency.CrashConsistent)]
    [InlineData("/status", """{"conditions":[]}""", Consistency.FilesystemConsistent)]
    public async Task A_guest_that_is_another_afterwards_is_not_vouched_for(
        string part,
        string change,
        Consistency expected
    )
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [Guest],
            cancellationToken: Token
        );
        var guest = server.Store.Find(Guest)!;
        guest[part[1..]] = MergePatch.Apply(guest[part[1..]]!.DeepClone().AsObject(), JsonNode.Parse(change));
        server.Store.Put(Guest, guest);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_since_it_did_nothing()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        server.Break(Fault.OfCode(429, "/freeze", retryAfter: 0));
        await new KubernetesGuestFreezer(client, new ClusterOptions { RetryDelay = TimeSpan.Zero }).FreezeAsync(
            Guest,
            TimeSpan.FromMinutes(1),
            Token
        );
        server.Guest(Guest).IsFrozen.ShouldBeTrue();
    }

    [Fact]
    public async Task What_RBAC_forbids_names_the_right_that_is_missing()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        server.AddUser("bob", new TestRule("get", "virtualmachineinstances", "shop"));
        using var client = server.CreateClient("bob");
        await using var session = await FreezeSession.StartAsync(
            new KubernetesGuestFreezer(client),
            [Guest],
            cancellationToken: Token
        );
        var verdict = (await session.ThawAsync()).Single();
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain(
            "User \"bob\" cannot update resource \"virtualmachineinstances/freeze\" in API group \"subresources.kubevirt.io\" in the namespace \"shop\""
        );
    }

    private static Resource Instance(string name, string phase, string condition) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"shop"},"status":{"conditions":[{"type":"{{{condition}}}","status":"True"}],"phase":"{{{phase}}}"}}"""
        );

    private protected override IGuestFreezer Freezer(IKubernetes client) => new KubernetesGuestFreezer(client);
}
