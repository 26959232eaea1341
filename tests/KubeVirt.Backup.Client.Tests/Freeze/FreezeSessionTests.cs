using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public partial class FreezeSessionTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_that_is_frozen_throughout_is_filesystem_consistent()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        guests.IsFrozen(Id("a")).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(30));
        var verdict = (await session.ThawAsync()).ShouldHaveSingleItem();
        (verdict.Consistency, verdict.Frozen).ShouldBe((Consistency.FilesystemConsistent, TimeSpan.FromSeconds(30)));
        guests.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_guest_that_the_server_thawed_by_itself_is_only_crash_consistent()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        await using var session = await FreezeSession.StartAsync(
            guests,
            [Id("a")],
            new FreezeOptions { Timeout = TimeSpan.FromSeconds(60) },
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(60));
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.CrashConsistent);
    }

    [Theory]
    [InlineData(Consistency.Offline, "Succeeded", "AgentConnected")]
    [InlineData(Consistency.CrashConsistent, "Running", "Paused")]
    [InlineData(Consistency.CrashConsistent, "Running", "Ready")]
    public async Task A_guest_that_cannot_be_frozen_gets_a_verdict_that_says_so(
        Consistency expected,
        string phase,
        string condition
    )
    {
        var guests = new InMemoryGuests([Guest("a", phase, condition)], _time);
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_guest_that_is_not_there_is_offline()
    {
        var start = _time.GetUtcNow();
        await using var session = await FreezeSession.StartAsync(
            new InMemoryGuests([Machine("a")], _time),
            [Id("a")],
            null,
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(10));
        var verdict = (await session.ThawAsync()).Single();
        (verdict.Consistency, verdict.Frozen, verdict.Evidence!.From, verdict.Evidence.To).ShouldBe(
            (Consistency.Offline, null, start, start.AddSeconds(10))
        );
        verdict.WithSnapshots([Cut(new(start, start.AddSeconds(10)))]).Consistency.ShouldBe(Consistency.Offline);
        var late = verdict.WithSnapshots([Cut(new(start, start.AddSeconds(11)))]);
        (late.Consistency, late.Reason.Contains("is known not to have run from", StringComparison.Ordinal)).ShouldBe(
            (Consistency.CrashConsistent, true)
        );
        verdict.WithSnapshots([Cut(null)]).Consistency.ShouldBe(Consistency.CrashConsistent);
    }

    [Fact]
    public async Task A_guest_that_somebody_else_froze_is_not_vouched_for()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        await guests.FreezeAsync(Id("a"), TimeSpan.FromMinutes(1), Token);
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.CrashConsistent);
        guests.IsFrozen(Id("a")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_freeze_that_fails_after_it_took_place_is_thawed_and_not_vouched_for()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { FailOn = "a" };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
        (await _time.RunAsync(session.ThawAsync)).Single().Consistency.ShouldBe(Consistency.CrashConsistent);
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_guest_whose_freeze_failed_and_that_does_not_thaw_takes_no_time_from_the_others()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b", os: "mswindows")], _time), _time)
        {
            FailOn = "a",
            StuckOn = "a",
        };
        var starting = FreezeSession.StartAsync(guests, [Id("a"), Id("b")], null, _time, Token);
        starting.IsCompleted.ShouldBeTrue();
        var session = await starting;
        session.Remaining.ShouldBe(TimeSpan.FromSeconds(10));
        (await _time.RunAsync(session.ThawAsync))
            .Select(verdict => verdict.Consistency)
            .ShouldBe([Consistency.CrashConsistent, Consistency.FilesystemConsistent]);
    }

    [Fact]
    public async Task A_guest_that_froze_late_is_thawed_while_the_others_are_worked_on()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time), _time)
        {
            FreezeLateBy = TimeSpan.FromSeconds(33),
        };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        await _time.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(40), _time));
        (guests.LateFreeze.IsCompletedSuccessfully, guests.Inner.IsFrozen(Id("a"))).ShouldBe((true, false));
        await _time.RunAsync(session.ThawAsync);
    }

    [Fact]
    public async Task A_thaw_that_fails_is_tried_again()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { ThawsToFail = 3 };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        (await _time.RunAsync(session.ThawAsync)).Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(290, true)]
    [InlineData(3600, false)]
    public async Task A_thaw_is_tried_again_for_as_long_as_the_guest_may_be_frozen(int outage, bool thaws)
    {
        var start = _time.GetUtcNow();
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time), _time)
        {
            RefusesUntil = start.AddSeconds(outage),
        };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        var verdict = (await _time.RunAsync(session.ThawAsync)).Single();
        verdict.Reason.Contains("The thaw failed", StringComparison.Ordinal).ShouldBe(!thaws);
        var over = thaws ? start.AddSeconds(outage) : start.AddMinutes(6);
        _time.GetUtcNow().ShouldBeInRange(over, over.AddSeconds(6));
        guests.Thaws.ShouldBeLessThan(80);
    }

    [Fact]
    public void A_thaw_that_would_be_tried_without_a_pause_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FreezeOptions { ThawDelay = TimeSpan.Zero });

    [Fact]
    public async Task Cancelling_thaws_what_was_frozen_already()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time)) { CancelOn = "b" };
        await Should.ThrowAsync<OperationCanceledException>(() =>
            _time.RunAsync(() =>
                FreezeSession.StartAsync(guests, [Id("a"), Id("b")], null, _time, guests.Cancelled.Token)
            )
        );
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
        guests.Inner.IsFrozen(Id("b")).ShouldBeFalse();
    }

    [Fact]
    public async Task Disposing_thaws()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        await using (await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token))
            guests.IsFrozen(Id("a")).ShouldBeTrue();
        guests.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public void A_timeout_that_the_server_would_take_for_never_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FreezeOptions { Timeout = TimeSpan.FromMilliseconds(999) });

    [Theory]
    [InlineData("mswindows", 9, Consistency.FilesystemConsistent)]
    [InlineData("mswindows", 10, Consistency.CrashConsistent)]
    [InlineData("", 9, Consistency.FilesystemConsistent)]
    [InlineData("", 10, Consistency.CrashConsistent)]
    public async Task What_is_or_may_be_Windows_is_vouched_for_no_longer_than_VSS_keeps_it_frozen(
        string os,
        int seconds,
        Consistency expected
    )
    {
        var guests = new InMemoryGuests([Guest("a", os: os)], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        session.Remaining.ShouldBe(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(seconds));
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_guest_that_somebody_else_thaws_is_not_vouched_for_once_its_status_tells()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        await guests.UnfreezeAsync(Id("a"), Token);
        _time.Advance(TimeSpan.FromSeconds(30));
        (await session.ThawAsync()).Single().Reason.ShouldContain("not frozen");
    }

    [Fact]
    public async Task A_freeze_that_is_to_be_confirmed_is_held_until_the_status_tells_of_the_end()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var session = await FreezeSession.StartAsync(
            guests,
            [Id("a")],
            new FreezeOptions { ConfirmByStatus = true },
            _time,
            Token
        );
        var verdict = (await _time.RunAsync(session.ThawAsync)).Single();
        (verdict.Consistency, verdict.Evidence!.IsConfirmed).ShouldBe((Consistency.FilesystemConsistent, true));
        verdict.Frozen.ShouldBe(TimeSpan.Zero);
        verdict.Reason.ShouldBe(
            "Frozen for 0.000 s of at most 60 s, as its status confirmed after the work, "
                + "given that nobody thawed it and froze it again in between."
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3.099)]
    [InlineData(0.2)]
    public async Task A_timer_that_ends_early_keeps_no_status_from_confirming(double milliseconds)
    {
        var early = new EarlyTimers(_time, TimeSpan.FromMilliseconds(milliseconds));
        var guests = new InMemoryGuests([Guest("a")], early);
        var options = new FreezeOptions { ConfirmByStatus = true, StatusLag = TimeSpan.FromSeconds(0.1) };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, early, Token);
        var verdict = (await _time.RunAsync(session.ThawAsync, stepSeconds: 0.0001)).Single();
        (verdict.Consistency, verdict.Evidence!.IsConfirmed).ShouldBe((Consistency.FilesystemConsistent, true));
    }

    [Fact]
    public async Task A_claim_that_the_status_does_not_confirm_says_what_it_rests_on()
    {
        var verdict = await FrozenForAsync(4);
        (verdict.Consistency, verdict.Evidence!.IsConfirmed).ShouldBe((Consistency.FilesystemConsistent, false));
        verdict.Reason.ShouldBe(
            "Frozen for 4.000 s of at most 60 s, given that nobody else thawed it and that it did not restart inside, since its status is not of a time after the work."
        );
    }

    // VSS, and a short timer, end a freeze before a status of after the work is there.
    [Theory]
    [InlineData("mswindows", 300, null)]
    [InlineData("", 300, null)]
    [InlineData("fedora", 15, 5.0)]
    public async Task A_freeze_that_ends_before_it_can_be_confirmed_is_not_held_for_that_and_not_claimed(
        string os,
        int timeout,
        double? remaining
    )
    {
        var guests = new InMemoryGuests([Guest("a", os: os)], _time);
        var session = await FreezeSession.StartAsync(
            guests,
            [Id("a")],
            new FreezeOptions { Timeout = TimeSpan.FromSeconds(timeout), ConfirmByStatus = true },
            _time,
            Token
        );
        (session.Remaining?.TotalSeconds).ShouldBe(remaining);
        _time.Advance(TimeSpan.FromSeconds(6));
        var ending = session.ThawAsync();
        (ending.IsCompleted, guests.IsFrozen(Id("a"))).ShouldBe((true, false));
        (await ending).Single().Reason.ShouldContain("could not confirm");
    }

    [Fact]
    public async Task A_late_freeze_after_a_lost_answer_is_thawed_too()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time), _time)
        {
            FreezeLateBy = TimeSpan.FromSeconds(33),
        };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        await _time.RunAsync(session.ThawAsync);
        guests.LateFreeze.IsCompletedSuccessfully.ShouldBeTrue();
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_who_end_a_session_at_once_get_one_end()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { ThawsToFail = 2 };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        var (first, second) = (session.ThawAsync(), session.ThawAsync());
        second.ShouldBeSameAs(first);
        await _time.RunAsync(() => first);
        guests.Thaws.ShouldBe(3);
    }

    private async Task<FreezeVerdict> FrozenForAsync(int seconds)
    {
        var session = await FreezeSession.StartAsync(
            new InMemoryGuests([Guest("a")], _time),
            [Id("a")],
            null,
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return (await session.ThawAsync()).Single();
    }

    private static FreezeOptions On(GuestState state, GuestAction action) =>
        new() { Actions = new Dictionary<GuestState, GuestAction> { [state] = action } };

    private static ClaimTime Cut(SnapshotTime? taken) =>
        new(new ResourceId(Kinds.PersistentVolumeClaim, "ns", "root"), taken);

    private static ResourceId Id(string name) => new(Kinds.VirtualMachineInstance, "ns", name);

    private static Resource Guest(
        string name,
        string phase = "Running",
        string condition = "AgentConnected",
        string os = "fedora"
    ) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{name}}}"},"status":{"phase":"{{{phase}}}","conditions":[{"type":"{{{condition}}}","status":"True"}],"guestOSInfo":{"id":"{{{os}}}"} }}"""
        );

    private static Resource Machine(string name) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"vm-{{{name}}}"},"spec":{"runStrategy":"Halted"}}"""
        );

    /// <summary>Timers that end early, as the system's do by up to a tick of its coarse clock.</summary>
    private sealed class EarlyTimers(TimeProvider inner, TimeSpan by) : RelayedTime(inner)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > 2 * by ? dueTime - by : dueTime, period);
    }

    /// <summary>A clock that somebody sets.</summary>
    private sealed class SettableTime(TimeProvider inner) : RelayedTime(inner)
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
