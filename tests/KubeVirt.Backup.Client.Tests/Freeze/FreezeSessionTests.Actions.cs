using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What becomes of guests that cannot be frozen, or not yet.</summary>
public partial class FreezeSessionTests
{
    [Theory]
    [InlineData("Pending", "", GuestState.Booting)]
    [InlineData("Running", "Paused", GuestState.Paused)]
    [InlineData("Running", "Ready", GuestState.NoAgent)]
    public async Task A_guest_that_must_be_frozen_and_cannot_be_fails_all_of_them(
        string phase,
        string condition,
        GuestState state
    )
    {
        var guests = new InMemoryGuests([Guest("a"), Guest("b", phase, condition)], _time);
        var options = new FreezeOptions
        {
            Actions = new Dictionary<GuestState, GuestAction> { [state] = GuestAction.Fail },
        };
        var failure = await Should.ThrowAsync<GuestsNotReadyException>(() =>
            FreezeSession.StartAsync(guests, [Id("a"), Id("b")], options, _time, Token)
        );
        failure.Guests.ShouldBe(new Dictionary<ResourceId, GuestState> { [Id("b")] = state });
        guests.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_guest_that_cannot_be_looked_at_is_skipped_waited_for_or_refused_as_asked()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { LooksToFail = 1 };
        var skipped = (
            await (await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token)).ThawAsync()
        ).Single();
        (skipped.Consistency, skipped.Reason).ShouldBe(
            (Consistency.Unknown, "The guest's status could not be read, so it was not frozen: connection refused")
        );

        guests.LooksToFail = 3;
        var session = await _time.RunAsync(() =>
            FreezeSession.StartAsync(guests, [Id("a")], On(GuestState.Unknown, GuestAction.Wait), _time, Token)
        );
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);

        guests.LooksToFail = 1;
        var failure = await Should.ThrowAsync<GuestsNotReadyException>(() =>
            FreezeSession.StartAsync(guests, [Id("a")], On(GuestState.Unknown, GuestAction.Fail), _time, Token)
        );
        failure.Guests.ShouldBe(new Dictionary<ResourceId, GuestState> { [Id("a")] = GuestState.Unknown });
    }

    [Fact]
    public async Task A_freeze_that_failed_can_be_refused_and_then_all_are_thawed()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time)) { FailOn = "a" };
        var failure = await Should.ThrowAsync<GuestsNotReadyException>(() =>
            _time.RunAsync(() =>
                FreezeSession.StartAsync(
                    guests,
                    [Id("a"), Id("b")],
                    On(GuestState.FreezeFailed, GuestAction.Fail),
                    _time,
                    Token
                )
            )
        );
        failure.Message.ShouldBe(
            "No guest is left frozen, since some cannot be: VirtualMachineInstance.kubevirt.io/ns/a: The freeze failed: context deadline exceeded"
        );
        (guests.Inner.IsFrozen(Id("a")), guests.Inner.IsFrozen(Id("b"))).ShouldBe((false, false));
    }

    [Theory]
    [InlineData(3, Consistency.FilesystemConsistent)]
    [InlineData(60, Consistency.CrashConsistent)]
    public async Task A_guest_that_is_worth_waiting_for_is_waited_for_up_to_a_limit(int looks, Consistency expected)
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { LooksWithoutAgent = looks };
        var options = new FreezeOptions
        {
            Actions = new Dictionary<GuestState, GuestAction> { [GuestState.NoAgent] = GuestAction.Wait },
        };
        var session = await _time.RunAsync(() => FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token));
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_wait_for_a_guest_ends_in_time_though_a_look_is_slow()
    {
        var start = _time.GetUtcNow();
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b", "Pending")], _time), _time)
        {
            LookTime = TimeSpan.FromHours(1),
        };
        var options = new FreezeOptions
        {
            RequestTimeout = TimeSpan.FromHours(2),
            WaitLimit = TimeSpan.FromSeconds(4),
            Actions = new Dictionary<GuestState, GuestAction> { [GuestState.Booting] = GuestAction.Wait },
        };
        var session = await _time.RunAsync(() =>
            FreezeSession.StartAsync(guests, [Id("a"), Id("b")], options, _time, Token)
        );
        // The first look takes its time; the limit is that of the wait after it, which the next look does not outlast.
        _time.GetUtcNow().ShouldBeInRange(start.AddHours(1), start.AddHours(1.9));
        guests.Inner.IsFrozen(Id("a")).ShouldBeTrue();
        await _time.RunAsync(session.ThawAsync);
    }
}
