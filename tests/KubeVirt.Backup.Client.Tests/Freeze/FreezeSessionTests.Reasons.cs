using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What verdicts say of guests that were not frozen, given up, or held to their limit.</summary>
public partial class FreezeSessionTests
{
    [Fact]
    public async Task The_least_time_that_any_guest_has_is_left_for_all()
    {
        var guests = new InMemoryGuests([Guest("a"), Guest("b", os: "mswindows"), Guest("c")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a"), Id("b"), Id("c")], null, _time, Token);

        session.Remaining.ShouldBe(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(4));
        session.Remaining.ShouldBe(TimeSpan.FromSeconds(6));
        await session.ThawAsync();
    }

    [Fact]
    public async Task A_guest_that_is_ready_is_not_waited_for_though_others_would_be()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var options = On(GuestState.NoAgent, GuestAction.Wait);

        var starting = FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token);

        starting.IsCompletedSuccessfully.ShouldBeTrue();
        await (await starting).ThawAsync();
    }

    [Fact]
    public async Task What_options_say_of_guests_that_are_ready_keeps_none_from_being_frozen()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var options = On(GuestState.Ready, GuestAction.Fail);

        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token);

        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);
    }

    [Fact]
    public async Task Where_one_guest_must_not_be_left_out_no_other_is_frozen_before_that_is_known()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a"), Guest("b", condition: "Paused")], _time));
        var options = On(GuestState.Paused, GuestAction.Fail);

        await Should.ThrowAsync<GuestsNotReadyException>(() =>
            FreezeSession.StartAsync(guests, [Id("a"), Id("b")], options, _time, Token)
        );

        guests.Calls.ShouldBe(["read", "read"]);
    }

    [Theory]
    [InlineData("Running", "Paused", "The guest is paused and cannot be frozen.")]
    [InlineData("Running", "Ready", "No guest agent is connected.")]
    [InlineData("Pending", "", "The guest is starting.")]
    public async Task Why_a_guest_was_not_frozen_is_what_its_status_said(
        string phase,
        string condition,
        string expected
    )
    {
        var guests = new InMemoryGuests([Guest("a", phase, condition)], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);

        (await session.ThawAsync()).Single().Reason.ShouldBe(expected);
    }

    [Fact]
    public async Task A_session_that_is_given_up_claims_what_is_known_without_a_look()
    {
        Resource[] all = [Guest("a"), Guest("b", condition: "Paused"), Guest("c")];
        var guests = new ChangingGuests(new InMemoryGuests(all, _time));
        guests.Change = (guest, status) => guest == Id("c") ? throw new IOException("connection refused") : status;
        var session = await FreezeSession.StartAsync(guests, [Id("a"), Id("b"), Id("c")], null, _time, Token);

        await session.DisposeAsync();

        var verdicts = await session.ThawAsync();
        verdicts
            .Select(verdict => verdict.Consistency)
            .ShouldBe([Consistency.Unknown, Consistency.CrashConsistent, Consistency.Unknown]);
        verdicts[0].Reason.ShouldNotContain("thaw failed");
        verdicts[1].Reason.ShouldContain("paused");
        verdicts[2].Reason.ShouldContain("connection refused");
    }

    [Fact]
    public async Task A_session_that_is_given_up_says_which_thaw_failed()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time), _time)
        {
            RefusesUntil = _time.GetUtcNow().AddDays(1),
        };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);

        await _time.RunAsync(() => session.DisposeAsync().AsTask());

        (await session.ThawAsync())
            .Single()
            .Reason.ShouldEndWith(
                "The thaw failed (connection refused); the server has thawed it by itself, 300 s after the freeze."
            );
    }

    [Fact]
    public async Task The_first_end_of_a_session_counts_whatever_follows_it()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time));
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        var first = await session.ThawAsync();
        var calls = guests.Calls.Count;
        _time.Advance(TimeSpan.FromMinutes(1));

        await session.DisposeAsync();
        var second = await session.ThawAsync();

        second.ShouldBeSameAs(first);
        guests.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_session_that_is_ended_before_it_began_freezes_nothing()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time));
        var session = new FreezeSession(guests, new FreezeOptions(), _time, [new PlannedGuest(Id("a"))]);

        await session.ReleaseAllAsync("The process ends.");
        await session.BeginAsync(Token);

        (await session.ThawAsync()).Single().Reason.ShouldBe("The session was given up before the guest was frozen.");
        guests.Calls.ShouldNotContain("freeze");
    }

    [Fact]
    public async Task An_early_thaw_ends_the_wait_for_a_status()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], Confirming, _time, Token);
        var ending = session.ThawAsync();
        ending.IsCompleted.ShouldBeFalse();

        await session.ReleaseAllAsync("The process ends.");

        // Nobody advances the clock.
        (await ending.WaitAsync(TimeSpan.FromSeconds(30), Token)).Single().Reason.ShouldContain("could not confirm");
    }

    [Fact]
    public async Task A_guest_that_the_server_thaws_as_soon_as_we_would_is_told_as_thawed_by_it()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var options = new FreezeOptions { Timeout = TimeSpan.FromMinutes(1), MaxHold = TimeSpan.FromMinutes(1) };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token);
        _time.Advance(TimeSpan.FromSeconds(61));

        (await session.ThawAsync()).Single().Reason.ShouldStartWith("The freeze ended by itself after 60 s");
    }

    [Fact]
    public async Task The_time_that_the_freeze_itself_took_is_part_of_the_hold()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time))
        {
            OnFreeze = _ =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return Task.CompletedTask;
            },
        };
        var options = new FreezeOptions { MaxHold = TimeSpan.FromSeconds(20) };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token);

        session.Remaining.ShouldBe(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(14));
        guests.Inner.IsFrozen(Id("a")).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
        await session.ThawAsync();
    }

    [Fact]
    public async Task How_far_apart_guests_were_frozen_is_told()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a"), Guest("b"), Guest("c")], _time));
        guests.OnFreeze = guest => guest == Id("b") ? Task.Delay(TimeSpan.FromSeconds(3), _time) : Task.CompletedTask;
        var session = await _time.RunAsync(
            () => FreezeSession.StartAsync(guests, [Id("a"), Id("b"), Id("c")], null, _time, Token),
            1
        );

        session.Skew.ShouldBe(TimeSpan.FromSeconds(3));
        await session.ThawAsync();
        var alone = await FreezeSession.StartAsync(new InMemoryGuests([], _time), [Id("a")], null, _time, Token);
        alone.Skew.ShouldBe(TimeSpan.Zero);
        await alone.ThawAsync();
    }

    [Fact]
    public async Task A_status_that_cannot_be_read_before_the_thaw_confirms_nothing_and_refutes_nothing()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time));
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        _time.Advance(TimeSpan.FromSeconds(20));
        var toFail = 1;
        guests.Change = (_, status) => toFail-- > 0 ? throw new IOException("connection refused") : status;

        var verdict = (await session.ThawAsync()).Single();

        verdict.Reason.ShouldBe("The guest's status could not be read to confirm that it was frozen to the end.");
        verdict.Evidence!.StatusFrozen.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_freeze_whose_thaw_fails_is_not_waited_for_as_long_as_a_timer_runs()
    {
        var start = _time.GetUtcNow();
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time), _time)
        {
            Refusal = new FreezeRefusedException("The agent refused."),
            RefusesUntil = start.AddDays(1),
        };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);

        var verdict = (await _time.RunAsync(session.ThawAsync)).Single();

        verdict.Reason.ShouldStartWith("The freeze failed: The agent refused.");
        verdict.Reason.ShouldEndWith("thaw it by hand if it hangs.");
        // Once right after the freeze, and once more at the end of the session.
        _time.GetUtcNow().ShouldBeInRange(start.AddSeconds(60), start.AddSeconds(130));
    }

    [Fact]
    public async Task A_guest_that_has_ended_is_offline_by_what_was_read_of_it()
    {
        var guests = new InMemoryGuests([Guest("a", "Succeeded")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);

        var verdict = (await session.ThawAsync()).Single();

        verdict.Consistency.ShouldBe(Consistency.Offline);
        (verdict.Evidence!.Uid, verdict.Evidence.IsConfirmed, verdict.Evidence.StatusFrozen).ShouldBe(
            ("a", true, null)
        );
    }

    [Fact]
    public void Options_are_safe_without_being_set()
    {
        var options = new FreezeOptions();

        (options.ThawOnExit, options.ConfirmByStatus).ShouldBe((true, false));
        options.Timeout.ShouldBe(TimeSpan.FromMinutes(5));
        options.MaxHold.ShouldBe(TimeSpan.FromMinutes(1));
        options.WindowsBudget.ShouldBe(TimeSpan.FromSeconds(10));
        var longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
        (options with { StatusLag = longest }).StatusLag.ShouldBe(longest);
        (options with { StatusLag = TimeSpan.Zero }).StatusLag.ShouldBe(TimeSpan.Zero);
    }
}
