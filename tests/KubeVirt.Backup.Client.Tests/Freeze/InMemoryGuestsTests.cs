using KubeVirt.Backup.Client.Freeze;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Guests in memory behave as those of KubeVirt, or what is tested with them proves nothing.</summary>
public class InMemoryGuestsTests
{
    private static readonly ResourceId Id = new(Kinds.VirtualMachineInstance, "ns", "a");

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_timer_thaws_a_guest_when_it_is_over_and_not_before()
    {
        var guests = Guests("""{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}""");
        guests.IsFrozen(Id).ShouldBeFalse();
        await guests.FreezeAsync(Id, TimeSpan.FromSeconds(60), Token);

        _time.Advance(TimeSpan.FromSeconds(59.999));
        guests.IsFrozen(Id).ShouldBeTrue();
        (await guests.GetStatusAsync(Id, Token))!.IsFrozen.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(0.001));
        guests.IsFrozen(Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_freeze_does_not_prolong_the_first()
    {
        var guests = Guests("""{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}""");
        await guests.FreezeAsync(Id, TimeSpan.FromSeconds(60), Token);
        _time.Advance(TimeSpan.FromSeconds(50));

        await guests.FreezeAsync(Id, TimeSpan.FromSeconds(60), Token);

        _time.Advance(TimeSpan.FromSeconds(10));
        guests.IsFrozen(Id).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"phase":"Succeeded","conditions":[{"type":"AgentConnected","status":"True"}]}""", "not running")]
    [InlineData("""{"phase":"Running"}""", "agent")]
    [InlineData("""{"phase":"Running","conditions":[{"type":"AgentConnected","status":"False"}]}""", "agent")]
    [InlineData(
        """{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"},{"type":"Paused","status":"True"}]}""",
        "agent"
    )]
    [InlineData(
        """{"phase":"Running","migrationState":{},"conditions":[{"type":"AgentConnected","status":"True"}]}""",
        "agent"
    )]
    public async Task A_guest_in_another_state_is_not_frozen(string status, string expected)
    {
        var guests = Guests(status);

        var refused = await Should.ThrowAsync<FreezeRefusedException>(() =>
            guests.FreezeAsync(Id, TimeSpan.FromMinutes(1), Token).AsTask()
        );

        refused.Message.ShouldContain(expected);
        guests.IsFrozen(Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_guest_that_is_not_there_is_refused_by_its_name() =>
        (
            await Should.ThrowAsync<FreezeRefusedException>(() =>
                new InMemoryGuests([]).FreezeAsync(Id, TimeSpan.FromMinutes(1), Token).AsTask()
            )
        ).Message.ShouldBe($"{Id} not found.");

    [Theory]
    [InlineData("\"resourceVersion\":\"7\",", "7")]
    [InlineData("", "0")]
    public async Task A_machine_has_the_version_that_it_was_read_with_or_one_that_never_changes(
        string metadata,
        string expected
    )
    {
        var machine = Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{{{{metadata}}}"name":"a","namespace":"ns"}}"""
        );

        var status = await new InMemoryGuests([machine]).GetMachineAsync(machine.Id, Token);

        status!.ResourceVersion.ShouldBe(expected);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_does_nothing()
    {
        var guests = Guests("""{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}""");
        await guests.FreezeAsync(Id, TimeSpan.FromMinutes(1), Token);
        var cancelled = new CancellationToken(true);

        var machine = Id.WithKind(Kinds.VirtualMachine);
        await Should.ThrowAsync<OperationCanceledException>(async () => await guests.GetStatusAsync(Id, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await guests.GetMachineAsync(machine, cancelled)
        );
        await Should.ThrowAsync<OperationCanceledException>(async () => await guests.UnfreezeAsync(Id, cancelled));
        guests.IsFrozen(Id).ShouldBeTrue();
    }

    [Fact]
    public async Task The_system_has_the_time_where_none_is_given()
    {
        var guests = new InMemoryGuests([
            Guest("""{"phase":"Running","conditions":[{"type":"AgentConnected","status":"True"}]}"""),
        ]);

        await guests.FreezeAsync(Id, TimeSpan.FromHours(1), Token);

        guests.IsFrozen(Id).ShouldBeTrue();
    }

    private InMemoryGuests Guests(string status) => new([Guest(status)], _time);

    private static Resource Guest(string status) =>
        Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"a","namespace":"ns","uid":"u"},"status":{{{status}}}}"""
        );
}
