using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>How sessions end: given up, cut short, on a host that slept, and by ports that throw whatever they like.</summary>
public partial class FreezeSessionTests
{
    private static readonly FreezeOptions Confirming = new() { ConfirmByStatus = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_is_given_up_thaws_at_once_and_looks_at_nothing(bool confirms)
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a"), Machine("b")], _time));
        var session = await FreezeSession.StartAsync(
            guests,
            [Id("a"), Id("b")],
            confirms ? Confirming : null,
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(20));
        guests.OnRead = token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
        var start = guests.Calls.Count;
        await session.DisposeAsync();
        guests.Calls.Skip(start).ShouldBe(["thaw"]);
        (await session.ThawAsync()).ShouldAllBe(verdict => verdict.Consistency == Consistency.Unknown);
        session.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_thaws_at_once_though_no_read_is_answered()
    {
        using var cancelled = new CancellationTokenSource();
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time));
        guests.OnFreeze = async guest =>
        {
            if (guest == Id("a"))
                return;
            guests.OnRead = token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            await cancelled.CancelAsync();
            throw new OperationCanceledException(cancelled.Token);
        };
        var starting = FreezeSession.StartAsync(
            guests,
            [Id("a"), Id("b")],
            Confirming with
            {
                LateFreeze = TimeSpan.Zero,
            },
            _time,
            cancelled.Token
        );
        // Nobody advances the clock, so it waits for nothing.
        await Should.ThrowAsync<OperationCanceledException>(() => starting.WaitAsync(TimeSpan.FromSeconds(30), Token));
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(2, "thaw,read")]
    [InlineData(61, "thaw,read")]
    [InlineData(20, "read,thaw")]
    public async Task A_status_is_read_before_the_thaw_only_where_it_counts(int seconds, string calls)
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time));
        var session = await FreezeSession.StartAsync(
            guests,
            [Id("a")],
            new FreezeOptions { MaxHold = TimeSpan.FromMinutes(5), Timeout = TimeSpan.FromMinutes(1) },
            _time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(seconds));
        var start = guests.Calls.Count;
        await session.ThawAsync();
        string.Join(',', guests.Calls.Skip(start)).ShouldBe(calls);
    }

    [Fact]
    public async Task After_an_early_thaw_no_time_is_left_and_nothing_is_claimed_of_the_work_that_went_on()
    {
        var guests = new InMemoryGuests([Guest("a"), Machine("b")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a"), Id("b")], null, _time, Token);
        session.Remaining.ShouldBe(TimeSpan.FromMinutes(1));
        session.ThawBeforeExit();
        session.Remaining.ShouldBe(TimeSpan.Zero);
        guests.IsFrozen(Id("a")).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(3));
        var verdicts = await session.ThawAsync();
        verdicts[0].Consistency.ShouldBe(Consistency.CrashConsistent);
        verdicts[0].Reason.ShouldContain("asked to end before the work was done");
        // It was looked at again at the real end.
        verdicts[1].Consistency.ShouldBe(Consistency.Offline);
        verdicts[1].Evidence!.Held.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_stopped_guest_that_starts_after_an_early_thaw_is_unknown()
    {
        var (reads, halted) = (0, new MachineStatus { Uid = "b", ResourceVersion = "1" });
        var guests = new ChangingGuests(new InMemoryGuests([], _time))
        {
            Machine = () => reads++ == 0 ? halted : halted with { ResourceVersion = "2" },
        };
        var session = await FreezeSession.StartAsync(guests, [Id("b")], null, _time, Token);
        session.ThawBeforeExit();
        session.Remaining.ShouldBe(TimeSpan.Zero);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.Unknown);
    }

    [Fact]
    public async Task An_end_of_the_process_after_the_work_takes_nothing_from_a_verdict()
    {
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a")], _time));
        var session = await FreezeSession.StartAsync(guests, [Id("a")], Confirming, _time, Token);
        var ending = session.ThawAsync();
        (ending.IsCompleted, guests.Inner.IsFrozen(Id("a"))).ShouldBe((false, true));
        session.ThawBeforeExit();
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
        (await ending).Single().Reason.ShouldContain("could not confirm");
    }

    // The clock that only goes forward stands still while a host is suspended.
    [Theory]
    [InlineData(null, 8, Consistency.FilesystemConsistent)]
    [InlineData(600, 0, Consistency.CrashConsistent)]
    [InlineData(56, 0, Consistency.CrashConsistent)]
    public async Task Of_two_clocks_the_longer_time_counts(int? suspended, int left, Consistency expected)
    {
        var time = new SettableTime(_time);
        var guests = new InMemoryGuests([Guest("a")], _time);
        var options = new FreezeOptions { MaxHold = TimeSpan.FromSeconds(60) };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, time, Token);
        _time.Advance(TimeSpan.FromSeconds(suspended is null ? 52 : 5));
        time.Shift = TimeSpan.FromSeconds(suspended ?? 0);
        session.Remaining.ShouldBe(TimeSpan.FromSeconds(left));
        var verdict = (await session.ThawAsync()).Single();
        (verdict.Consistency, verdict.Evidence!.Held.TotalSeconds).ShouldBe((expected, suspended + 5 ?? 52));
    }

    // Whether a status is of a time after the work is a question of the shorter time.
    [Theory]
    [InlineData(0, true)]
    [InlineData(-8, false)]
    public async Task A_status_confirms_only_what_both_clocks_say_it_is_new_enough_for(int shift, bool isConfirmed)
    {
        var time = new SettableTime(_time);
        var guests = new InMemoryGuests([Guest("a")], _time);
        var session = await FreezeSession.StartAsync(guests, [Id("a")], Confirming, time, Token);
        var ending = session.ThawAsync();
        time.Shift = TimeSpan.FromSeconds(shift);
        var verdict = (await _time.RunAsync(() => ending)).Single();
        verdict.Evidence!.IsConfirmed.ShouldBe(isConfirmed);
        (verdict.Consistency == Consistency.FilesystemConsistent).ShouldBe(isConfirmed);
    }

    [Fact]
    public async Task Guests_are_held_no_longer_than_the_options_allow()
    {
        var guests = new InMemoryGuests([Guest("a")], _time);
        var options = new FreezeOptions { MaxHold = TimeSpan.FromSeconds(20) };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], options, _time, Token);
        session.Remaining.ShouldBe(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(19));
        guests.IsFrozen(Id("a")).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        guests.IsFrozen(Id("a")).ShouldBeFalse();
        session.Remaining.ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(10));
        var verdict = (await session.ThawAsync()).Single();
        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldContain("had been held for 20 s, the most that MaxHold allows");
    }

    public static TheoryData<string> PortFailures => ["http", "timeout", "cancelled", "state"];

    [Theory]
    [MemberData(nameof(PortFailures))]
    public async Task Whatever_a_port_throws_is_the_verdict_of_one_guest(string kind)
    {
        Exception failure = kind switch
        {
            "http" => new HttpRequestException("name or service not known"),
            "timeout" => new TimeoutException("too slow"),
            "cancelled" => new TaskCanceledException("a wait of its own"),
            _ => new InvalidOperationException("odd"),
        };
        var guests = new ChangingGuests(new InMemoryGuests([Guest("a"), Guest("b"), Guest("c")], _time));
        guests.Change = (guest, status) => guest == Id("a") && guests.Calls.Count < 4 ? throw failure : status;
        guests.OnFreeze = guest => guest == Id("b") ? Task.FromException(failure) : Task.CompletedTask;
        var session = await FreezeSession.StartAsync(guests, [Id("a"), Id("b"), Id("c")], null, _time, Token);
        (await _time.RunAsync(session.ThawAsync))
            .Select(verdict =>
                (verdict.Consistency, verdict.Reason.Contains(failure.Message, StringComparison.Ordinal))
            )
            .ShouldBe([
                (Consistency.Unknown, true),
                (Consistency.CrashConsistent, true),
                (Consistency.FilesystemConsistent, false),
            ]);
    }

    [Fact]
    public async Task What_is_no_guest_is_refused_before_anything_is_asked() =>
        await Should.ThrowAsync<ArgumentException>(() =>
            FreezeSession.StartAsync(
                new InMemoryGuests([]),
                [Id("a").WithKind(Kinds.VirtualMachine)],
                null,
                _time,
                Token
            )
        );

    [Theory]
    [InlineData(nameof(FreezeOptions.Timeout), 0.5)]
    [InlineData(nameof(FreezeOptions.Timeout), 1.5)]
    [InlineData(nameof(FreezeOptions.WindowsBudget), -1)]
    [InlineData(nameof(FreezeOptions.MaxHold), 0)]
    [InlineData(nameof(FreezeOptions.MaxHold), 86_400 * 60)]
    [InlineData(nameof(FreezeOptions.WaitLimit), -1)]
    [InlineData(nameof(FreezeOptions.WaitLimit), 86_400 * 60)]
    [InlineData(nameof(FreezeOptions.RequestTimeout), 0)]
    [InlineData(nameof(FreezeOptions.RequestTimeout), 86_400 * 60)]
    [InlineData(nameof(FreezeOptions.LateFreeze), -1)]
    [InlineData(nameof(FreezeOptions.ThawDelay), 0)]
    [InlineData(nameof(FreezeOptions.ThawDelay), 86_400 * 60)]
    [InlineData(nameof(FreezeOptions.StatusLag), -1)]
    [InlineData(nameof(FreezeOptions.StatusLag), 86_400 * 60)]
    public void A_time_that_no_guest_can_be_frozen_with_is_refused_by_its_name(string property, double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        Should
            .Throw<ArgumentOutOfRangeException>(() =>
                property switch
                {
                    nameof(FreezeOptions.Timeout) => new FreezeOptions { Timeout = time },
                    nameof(FreezeOptions.WindowsBudget) => new FreezeOptions { WindowsBudget = time },
                    nameof(FreezeOptions.MaxHold) => new FreezeOptions { MaxHold = time },
                    nameof(FreezeOptions.WaitLimit) => new FreezeOptions { WaitLimit = time },
                    nameof(FreezeOptions.RequestTimeout) => new FreezeOptions { RequestTimeout = time },
                    nameof(FreezeOptions.LateFreeze) => new FreezeOptions { LateFreeze = time },
                    nameof(FreezeOptions.ThawDelay) => new FreezeOptions { ThawDelay = time },
                    _ => new FreezeOptions { StatusLag = time },
                }
            )
            .ParamName.ShouldBe(property);
    }
}
