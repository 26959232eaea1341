using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A machine is offline only where what the server counts shows that it did not run between two looks.</summary>
public class StoppedGuestTests
{
    private static readonly ResourceId Guest = new(Kinds.VirtualMachineInstance, "ns", "a");
    private static readonly MachineStatus Halted = new()
    {
        Uid = "vm-a",
        ResourceVersion = "7",
        Generation = 3,
        RunStrategy = "Halted",
    };
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_to_which_nothing_was_written_is_offline()
    {
        (await JudgeAsync(Halted, Halted)).Consistency.ShouldBe(Consistency.Offline);
        var manual = Halted with { RunStrategy = "Manual" };
        (await JudgeAsync(manual, manual)).Consistency.ShouldBe(Consistency.Offline);
    }

    [Fact]
    public async Task A_halted_machine_whose_spec_is_the_same_is_offline_whatever_else_was_written_to_it() =>
        (await JudgeAsync(Halted, Halted with { ResourceVersion = "9" })).Consistency.ShouldBe(Consistency.Offline);

    // It was started and stopped again: no instance is there, before or after.
    [Theory]
    [InlineData("version", "Manual", "was changed meanwhile")]
    [InlineData("version", "Always", "was changed meanwhile")]
    [InlineData("generation", "Halted", "was changed meanwhile")]
    [InlineData("uid", "Halted", "was replaced")]
    [InlineData("request", "Manual", "being started or stopped")]
    [InlineData("created", "Halted", "being started or stopped")]
    [InlineData("gone", "Halted", "there is no machine")]
    public async Task A_machine_that_may_have_run_between_two_looks_is_unknown(
        string change,
        string strategy,
        string expected
    )
    {
        var before = Halted with { RunStrategy = strategy };
        var after = change switch
        {
            "version" => before with { ResourceVersion = "9" },
            "generation" => before with { ResourceVersion = "9", Generation = 5 },
            "uid" => before with { Uid = "vm-b" },
            "request" => before with { HasStateChangeRequests = true },
            "created" => before with { IsCreated = true },
            _ => null,
        };
        foreach (var verdict in new[] { await JudgeAsync(before, after), await JudgeAsync(after, before) })
        {
            verdict.Consistency.ShouldBe(Consistency.Unknown);
            verdict.Reason.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task A_machine_that_cannot_be_read_and_a_server_without_counts_are_unknown()
    {
        (await JudgeAsync(() => throw new IOException("forbidden"))).Reason.ShouldContain("forbidden");
        var bare = new MachineStatus { Uid = "vm-a", ResourceVersion = "" };
        (await JudgeAsync(bare, bare)).Consistency.ShouldBe(Consistency.Unknown);
        (await JudgeAsync(null, null)).Consistency.ShouldBe(Consistency.Unknown);
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("Scheduling")]
    [InlineData("Scheduled")]
    public async Task A_guest_that_starts_is_unknown(string phase)
    {
        var starting = Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"a","namespace":"ns","uid":"a"},"status":{"phase":"{{{phase}}}"} }"""
        );
        await using var session = await FreezeSession.StartAsync(
            new InMemoryGuests([starting], _time),
            [Guest],
            null,
            _time,
            Token
        );
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.Unknown);
    }

    [Theory]
    [InlineData("refused before", null, "refused before")]
    [InlineData(null, "refused after", "refused after")]
    [InlineData("refused before", "refused after", "refused before")]
    public void A_machine_that_could_not_be_read_at_either_look_leaves_it_open(
        string? before,
        string? after,
        string expected
    )
    {
        var doubt = new StoppedGuest(null, Read(before)).DoubtOf(new StatusRead(true, null), Read(after));

        doubt.ShouldNotBeNull().ShouldEndWith($"its machine could not be read. {expected}");
    }

    // An instance that ended stays as long as no other one has its name.
    [Theory]
    [InlineData("Succeeded", "a", null)]
    [InlineData("Succeeded", "b", "was started meanwhile")]
    [InlineData("Running", "a", "was started meanwhile")]
    public void An_instance_that_has_ended_counts_as_long_as_it_is_that_one(string phase, string uid, string? expected)
    {
        var before = new GuestStatus { Uid = "a", Phase = "Succeeded" };
        var after = new StatusRead(true, new GuestStatus { Uid = uid, Phase = phase });

        var doubt = new StoppedGuest(before, default).DoubtOf(after, default);

        if (expected is null)
            doubt.ShouldBeNull();
        else
            doubt.ShouldNotBeNull().ShouldContain(expected);
    }

    [Theory]
    [InlineData("Halted", "Always")]
    [InlineData("Always", "Halted")]
    public void A_machine_that_is_halted_at_one_look_only_may_have_run(string before, string after)
    {
        var first = Halted with { RunStrategy = before };
        var second = Halted with { RunStrategy = after, ResourceVersion = "9" };

        var doubt = new StoppedGuest(null, new MachineRead(true, first)).DoubtOf(
            new StatusRead(true, null),
            new MachineRead(true, second)
        );

        doubt.ShouldNotBeNull().ShouldEndWith("its machine was changed meanwhile.");
    }

    [Theory]
    [InlineData("""{"runStrategy":"Manual"}""", "Manual")]
    [InlineData("""{"running":true}""", "Always")]
    [InlineData("""{"running":false}""", "Halted")]
    [InlineData("""{"runStrategy":"Manual","running":true}""", "Manual")]
    public async Task What_the_server_counts_is_read_from_the_machine(string spec, string strategy)
    {
        await using var server = await TestCluster.StartAsync([
            Resource.Parse(
                $$$"""
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"a","namespace":"ns","uid":"u1","generation":4},
                 "spec":{{{spec}}},"status":{"created":true,"stateChangeRequests":[{"action":"Start"}]} }
                """
            ),
        ]);
        using var client = server.CreateClient();
        var machine = Guest.WithKind(Kinds.VirtualMachine);
        IGuestFreezer freezer = new KubernetesGuestFreezer(client);
        var read = await freezer.GetMachineAsync(machine, Token);
        read!.ResourceVersion.ShouldNotBeEmpty();
        (read with { ResourceVersion = "", Generation = 4 }).ShouldBe(
            new MachineStatus
            {
                Uid = "u1",
                ResourceVersion = "",
                Generation = 4,
                RunStrategy = strategy,
                HasStateChangeRequests = true,
                IsCreated = true,
            }
        );
        (await freezer.GetMachineAsync(new ResourceId(machine.Kind, "ns", "absent"), Token)).ShouldBeNull();
    }

    private Task<FreezeVerdict> JudgeAsync(MachineStatus? before, MachineStatus? after)
    {
        var reads = 0;
        return JudgeAsync(() => reads++ == 0 ? before : after);
    }

    private async Task<FreezeVerdict> JudgeAsync(Func<MachineStatus?> read)
    {
        var guests = new ChangingGuests(new InMemoryGuests([], _time)) { Machine = read };
        await using var session = await FreezeSession.StartAsync(guests, [Guest], null, _time, Token);
        _time.Advance(TimeSpan.FromSeconds(5));
        return (await session.ThawAsync()).Single();
    }

    private static MachineRead Read(string? failure) =>
        failure is null ? new MachineRead(true, Halted) : new MachineRead(false, null, failure);
}
