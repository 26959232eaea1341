using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class FreezeSessionTests
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
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], new FreezeOptions { Timeout = TimeSpan.FromSeconds(60) }, _time, Token);
        _time.Advance(TimeSpan.FromSeconds(60));
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.CrashConsistent);
    }

    [Theory]
    [InlineData(Consistency.Offline, "Succeeded", "AgentConnected")]
    [InlineData(Consistency.CrashConsistent, "Running", "Paused")]
    [InlineData(Consistency.CrashConsistent, "Running", "Ready")]
    public async Task A_guest_that_cannot_be_frozen_gets_a_verdict_that_says_so(Consistency expected, string phase, string condition)
    {
        var guests = new InMemoryGuests([Guest("a", phase, condition)], _time);
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_guest_that_is_not_there_is_offline()
    {
        await using var session = await FreezeSession.StartAsync(new InMemoryGuests([], _time), [Id("a")], null, _time, Token);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.Offline);
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
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { FailAfterFreeze = true };
        await using var session = await FreezeSession.StartAsync(guests, [Id("a")], null, _time, Token);
        guests.Inner.IsFrozen(Id("a")).ShouldBeTrue();
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.CrashConsistent);
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_thaw_that_fails_is_tried_again()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { ThawsToFail = 3 };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], new FreezeOptions { ThawDelay = TimeSpan.Zero }, _time, Token);
        (await session.ThawAsync()).Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        guests.Inner.IsFrozen(Id("a")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_thaw_that_keeps_failing_is_part_of_the_verdict()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a")], _time)) { ThawsToFail = 100 };
        var session = await FreezeSession.StartAsync(guests, [Id("a")], new FreezeOptions { ThawDelay = TimeSpan.Zero }, _time, Token);
        (await session.ThawAsync()).Single().Reason.ShouldContain("The thaw failed");
    }

    [Fact]
    public async Task Cancelling_thaws_what_was_frozen_already()
    {
        var guests = new FaultyGuests(new InMemoryGuests([Guest("a"), Guest("b")], _time)) { CancelOn = "b" };
        await Should.ThrowAsync<OperationCanceledException>(() => FreezeSession.StartAsync(guests, [Id("a"), Id("b")], null, _time, Token));
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

    private static ResourceId Id(string name) => new(Kinds.VirtualMachineInstance, "ns", name);

    private static Resource Guest(string name, string phase = "Running", string condition = "AgentConnected") => Resource.Parse(
        $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{name}}}"},"status":{"phase":"{{{phase}}}","conditions":[{"type":"{{{condition}}}","status":"True"}]}}""");

    private sealed class FaultyGuests(InMemoryGuests inner) : IGuestFreezer
    {
        public InMemoryGuests Inner => inner;

        public bool FailAfterFreeze { get; init; }

        public string? CancelOn { get; init; }

        public int ThawsToFail { get; set; }

        public ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default) => inner.GetStatusAsync(guest, cancellationToken);

        public async ValueTask FreezeAsync(ResourceId guest, TimeSpan timeout, CancellationToken cancellationToken = default)
        {
            await inner.FreezeAsync(guest, timeout, cancellationToken);
            if (FailAfterFreeze)
                throw new IOException("context deadline exceeded");
            if (guest.Name == CancelOn)
                throw new OperationCanceledException();
        }

        public ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default) =>
            ThawsToFail-- > 0 ? throw new IOException("connection refused") : inner.UnfreezeAsync(guest, cancellationToken);
    }
}
