using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Which snapshots count, by the clocks of all who take part.</summary>
public partial class FreezeSessionTests
{
    [Theory]
    [InlineData(0, 10, Consistency.FilesystemConsistent)]
    [InlineData(-0.001, 5, Consistency.CrashConsistent)]
    [InlineData(5, 10.001, Consistency.CrashConsistent)]
    [InlineData(-2, -1, Consistency.CrashConsistent)]
    [InlineData(11, 12, Consistency.CrashConsistent)]
    public async Task A_snapshot_counts_that_was_certainly_cut_while_the_guest_was_frozen(
        double earliest,
        double latest,
        Consistency expected
    )
    {
        var (start, verdict) = (_time.GetUtcNow(), await FrozenForAsync(10));
        verdict
            .WithSnapshots([
                Cut(new(start.AddSeconds(4), start.AddSeconds(5))),
                Cut(new(start.AddSeconds(earliest), start.AddSeconds(latest))),
            ])
            .Consistency.ShouldBe(expected);
    }

    // The storage's time is cut to whole seconds: one of the same second as the freeze may be earlier than it.
    [Theory]
    [InlineData(0, 0, Consistency.FilesystemConsistent)]
    [InlineData(9, 0, Consistency.FilesystemConsistent)]
    [InlineData(10, 0, Consistency.CrashConsistent)]
    [InlineData(-1, 0, Consistency.CrashConsistent)]
    [InlineData(2, 2, Consistency.FilesystemConsistent)]
    [InlineData(1, 2, Consistency.CrashConsistent)]
    [InlineData(8, 2, Consistency.CrashConsistent)]
    public async Task A_time_of_another_clock_counts_as_far_as_it_is_certain(
        int seconds,
        int difference,
        Consistency expected
    )
    {
        var (start, verdict) = (_time.GetUtcNow(), await FrozenForAsync(10));
        verdict
            .WithSnapshots([
                Cut(SnapshotTime.ByOtherClock(start.AddSeconds(seconds), TimeSpan.FromSeconds(difference))),
            ])
            .Consistency.ShouldBe(expected);
    }

    [Fact]
    public async Task A_snapshot_whose_time_is_not_known_counts_as_none()
    {
        var (start, verdict) = (_time.GetUtcNow(), await FrozenForAsync(10));
        var judged = verdict.WithSnapshots([Cut(new(start, start)), Cut(null)]);
        (
            judged.Consistency,
            judged.Reason.Contains("PersistentVolumeClaim/ns/root", StringComparison.Ordinal)
        ).ShouldBe((Consistency.CrashConsistent, true));
        verdict.WithSnapshots([]).ShouldBe(verdict);
    }

    [Theory]
    [InlineData(-3, 7)]
    [InlineData(3, 10)]
    public async Task A_clock_that_is_set_meanwhile_widens_no_claim(int by, int expectedEnd)
    {
        var time = new SettableTime(_time);
        var start = time.GetUtcNow();
        var session = await FreezeSession.StartAsync(
            new InMemoryGuests([Guest("a")], _time),
            [Id("a")],
            null,
            time,
            Token
        );
        _time.Advance(TimeSpan.FromSeconds(10));
        time.Shift = TimeSpan.FromSeconds(by);
        (await session.ThawAsync()).Single().Evidence!.To.ShouldBe(start.AddSeconds(expectedEnd));
    }
}
