using k8s;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Rollback;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A machine is on its old state, held, or on its new one: never does a mix of them start.</summary>
public class MachineRollbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_comes_up_on_its_old_data_and_is_the_same_machine()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        var before = world.Find(RollbackWorld.Machine);
        var plan = await PlanAsync(client);
        using var journal = RollbackJournal.Begin(world.Journal, plan);

        var report = await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token);

        report.Outcome.ShouldBe(RollbackOutcome.Completed, report.ToString());
        world.State().ShouldBe(RollbackWorld.New);
        world.Starts.ShouldBe([RollbackWorld.New]);
        var after = world.Find(RollbackWorld.Machine);
        foreach (var field in new[] { "uid", "ownerReferences" })
            after["metadata"]![field]!.ToJsonString().ShouldBe(before["metadata"]![field]!.ToJsonString());
        after["spec"]!["runStrategy"]!.GetValue<string>().ShouldBe("Always");
        after["spec"]!["template"]!["spec"]!["domain"]!
            .ToJsonString()
            .ShouldBe(before["spec"]!["template"]!["spec"]!["domain"]!.ToJsonString());
        var annotations = after["metadata"]!["annotations"]!.AsObject();
        annotations.ContainsKey(RollbackKeys.Held).ShouldBeFalse();
        annotations[RollbackKeys.Done]!.GetValue<string>().ShouldBe(plan.Id);
        foreach (var disk in plan.Disks)
            world.Find(disk.Current)["metadata"]!["annotations"]![RollbackKeys.Kept]!
                .GetValue<string>()
                .ShouldBe(plan.Id);
        // Done again it does nothing.
        (await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token)).Outcome.ShouldBe(
            RollbackOutcome.Completed
        );
        world.Starts.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(RollbackMethod.Swap)]
    [InlineData(RollbackMethod.Refill)]
    public async Task A_guest_that_was_started_on_a_claim_since_the_plan_stops_the_rollback(RollbackMethod method)
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        using var journal = RollbackJournal.Begin(world.Journal, await PlanAsync(client, method));
        const string Other = """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"other","namespace":"ns","uid":"o"},
            "spec":{"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]},
            "status":{"phase":"Running","volumeStatus":[{"name":"d","persistentVolumeClaimInfo":{"claimName":"data"}}]}}
            """;
        world.Server.Add([Resource.Parse(Other)]);

        var report = await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token);

        report.Outcome.ShouldNotBe(RollbackOutcome.Completed);
        report.Findings.ShouldContain(finding =>
            finding.Message.Contains("in use by VirtualMachineInstance.kubevirt.io/ns/other")
        );
        world.State().ShouldBe(RollbackWorld.Old);
        world.Starts.ShouldBeEmpty("the machine went on");
    }

    [Theory]
    [InlineData(RollbackMethod.Swap)]
    [InlineData(RollbackMethod.Refill)]
    public async Task Killed_at_any_write_it_is_old_or_held_or_new_and_goes_on(RollbackMethod method)
    {
        var kills = 0;
        foreach (var isAfter in new[] { false, true })
        {
            for (var write = 1; await KilledAsync(method, write, isAfter, undo: false); write++)
                kills++;
        }

        kills.ShouldBeGreaterThan(method == RollbackMethod.Swap ? 14 : 6);
    }

    [Fact]
    public async Task Killed_at_any_write_it_can_be_undone()
    {
        foreach (var isAfter in new[] { false, true })
        {
            for (var write = 1; await KilledAsync(RollbackMethod.Swap, write, isAfter, undo: true); )
                write++;
        }
    }

    [Theory]
    [InlineData(RollbackMethod.Swap)]
    [InlineData(RollbackMethod.Refill)]
    public async Task Killed_while_a_disk_is_filled_it_is_held_and_the_disk_is_filled_again(RollbackMethod method)
    {
        await using var world = await RollbackWorld.StartAsync();
        var killer = new KillingHandler(0, false);
        using var client = world.Client(killer);
        var plan = await PlanAsync(client, method);
        using (var journal = RollbackJournal.Begin(world.Journal, plan))
            await Should.ThrowAsync<KillingHandler.KilledException>(() =>
                new MachineRollback(client, Quick).RunAsync(journal, world.Work(killer.Kill), Token)
            );
        world.State();
        world.IsRunning().ShouldBeFalse();

        (await GoOnAsync(world)).Outcome.ShouldBe(RollbackOutcome.Completed);

        world.State().ShouldBe(RollbackWorld.New);
        world.Starts.ShouldBe([RollbackWorld.New]);
    }

    [Fact]
    public async Task What_fails_is_undone_and_the_machine_runs_on_its_old_data()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        var plan = await PlanAsync(client);
        using var journal = RollbackJournal.Begin(world.Journal, plan);
        var work = world.Work() with { Verify = (_, _) => throw new InvalidDataException("wrong data") };

        var report = await new MachineRollback(client, Quick).RunAsync(journal, work, Token);

        report.Outcome.ShouldBe(RollbackOutcome.Undone);
        report.Findings.ShouldHaveSingleItem().Message.ShouldContain("wrong data");
        world.State().ShouldBe(RollbackWorld.Old);
        world.Starts.ShouldBe([RollbackWorld.Old]);
        foreach (var created in plan.Created)
            world.Server.Store.Find(created.Id).ShouldBeNull();
        // The journal lets it be tried again, and empty claims are not taken for filled ones.
        (await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token)).Outcome.ShouldBe(
            RollbackOutcome.Completed
        );
        world.State().ShouldBe(RollbackWorld.New);
    }

    [Fact]
    public async Task What_fails_in_a_refill_leaves_the_machine_held_since_there_is_no_way_back()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        using var journal = RollbackJournal.Begin(world.Journal, await PlanAsync(client, RollbackMethod.Refill));
        var work = world.Work(() => throw new IOException("no store"));
        var report = await new MachineRollback(client, Quick).RunAsync(journal, work, Token);
        report.Outcome.ShouldBe(RollbackOutcome.Held);
        world.State();
        world.IsRunning().ShouldBeFalse();
        var undo = await new MachineRollback(client, Quick).UndoAsync(journal, work, Token);
        (undo.Outcome, undo.Findings.Single().Id).ShouldBe((RollbackOutcome.Refused, FindingIds.RollbackRefused));
        (await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token)).Outcome.ShouldBe(
            RollbackOutcome.Completed
        );
    }

    [Fact]
    public async Task A_completed_rollback_is_undone_or_released()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        var rollback = new MachineRollback(client, Quick);
        using var journal = RollbackJournal.Begin(world.Journal, await PlanAsync(client));
        await rollback.RunAsync(journal, world.Work(), Token);
        (await rollback.UndoAsync(journal, world.Work(), Token)).Outcome.ShouldBe(RollbackOutcome.Undone);
        world.Starts.ShouldBe([RollbackWorld.New, RollbackWorld.Old]);
        (await rollback.ReleaseAsync(journal, Token)).ShouldBeEmpty();

        await rollback.RunAsync(journal, world.Work(), Token);
        var released = await rollback.ReleaseAsync(journal, Token);

        released.Select(id => id.Name).ShouldBe(["root", "data"]);
        foreach (var id in released)
            world.Server.Store.Find(id).ShouldBeNull();
        world.State().ShouldBe(RollbackWorld.New);
        // There is no way back now, and it says so without touching anything.
        (await rollback.UndoAsync(journal, world.Work(), Token)).Outcome.ShouldBe(RollbackOutcome.Completed);
        world.State().ShouldBe(RollbackWorld.New);
    }

    [Fact]
    public async Task A_machine_that_was_changed_since_the_plan_is_left_alone()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        using var journal = RollbackJournal.Begin(world.Journal, await PlanAsync(client));
        var machine = world.Find(RollbackWorld.Machine);
        machine["spec"]!["template"]!["spec"]!["hostname"] = "changed";
        world.Server.Store.Put(RollbackWorld.Machine, machine);
        var report = await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token);
        (report.Outcome, report.Findings.Single().Id).ShouldBe((RollbackOutcome.Refused, FindingIds.RollbackRefused));
        world.IsRunning().ShouldBeTrue();
        world.Server.Requests.ShouldNotContain(request =>
            request.Method == "PUT" || request.Method == "POST" && !request.Path.Contains("accessreviews")
        );
    }

    [Fact]
    public async Task Who_may_not_see_the_machines_of_the_namespace_does_not_roll_back()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        world.Server.Break(Fault.OfCode(403, "/virtualmachineinstances", "GET", times: int.MaxValue));
        var plan = await PlanAsync(client);
        plan.HasErrors.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => RollbackJournal.Begin(world.Journal, plan));
    }

    [Fact]
    public async Task A_journal_of_something_else_is_refused()
    {
        await using var world = await RollbackWorld.StartAsync();
        await File.WriteAllTextAsync(world.Journal, "something\n", Token);
        Should.Throw<IOException>(() => RollbackJournal.Open(world.Journal)).Message.ShouldContain("no journal");
    }

    /// <summary>Kills a rollback at a write, and goes on or back; whether it lived that long.</summary>
    private static async Task<bool> KilledAsync(RollbackMethod method, int write, bool isAfter, bool undo)
    {
        await using var world = await RollbackWorld.StartAsync();
        var killer = new KillingHandler(write, isAfter);
        using (var client = world.Client(killer))
        {
            var plan = await PlanAsync(world.Client(), method);
            using var journal = RollbackJournal.Begin(world.Journal, plan);
            try
            {
                await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token);
            }
            catch (KillingHandler.KilledException)
            {
                killer.IsDead.ShouldBeTrue();
            }
        }

        var killed = world.State();
        if (world.IsRunning())
            killed.ShouldBeOneOf(RollbackWorld.Old, RollbackWorld.New);

        var report = undo ? await GoBackAsync(world) : await GoOnAsync(world);

        var expected = undo ? RollbackWorld.Old : RollbackWorld.New;
        report.Outcome.ShouldBe(
            undo ? RollbackOutcome.Undone : RollbackOutcome.Completed,
            $"{write} {isAfter}: {report}"
        );
        world.State().ShouldBe(expected, $"{write} {isAfter}");
        world.IsRunning().ShouldBeTrue();
        world.Starts.ShouldAllBe(start => start == RollbackWorld.Old || start == RollbackWorld.New);

        return killer.IsDead;
    }

    private static async Task<RollbackReport> GoOnAsync(RollbackWorld world)
    {
        using var client = world.Client();
        using var journal = RollbackJournal.Open(world.Journal);

        return await new MachineRollback(client, Quick).RunAsync(journal, world.Work(), Token);
    }

    private static async Task<RollbackReport> GoBackAsync(RollbackWorld world)
    {
        using var client = world.Client();
        using var journal = RollbackJournal.Open(world.Journal);

        return await new MachineRollback(client, Quick).UndoAsync(journal, world.Work(), Token);
    }

    private static Task<RollbackPlan> PlanAsync(Kubernetes client, RollbackMethod method = RollbackMethod.Swap) =>
        new MachineRollback(client, Quick).PlanAsync(
            RollbackWorld.Archive,
            RollbackWorld.Machine,
            new RollbackOptions { Method = method },
            Token
        );
}
