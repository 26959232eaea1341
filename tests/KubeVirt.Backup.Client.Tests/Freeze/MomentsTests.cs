using KubeVirt.Backup.Client.Freeze;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Time between two moments is measured on the safe side, whichever of the two clocks went wrong.</summary>
public class MomentsTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(10, 10, 10, 10)]
    [InlineData(10, 4, 10, 4)]
    [InlineData(4, 10, 10, 4)]
    [InlineData(10, -5, 10, -5)]
    public void The_most_and_the_least_that_can_have_passed(int steady, int shown, int most, int least)
    {
        var from = Moment.Now(_time);
        var to = After(from, steady, shown);

        _time.Longest(from, to).ShouldBe(TimeSpan.FromSeconds(most));
        _time.Shortest(from, to).ShouldBe(TimeSpan.FromSeconds(least));
        _time.Until(from.Utc, from, to).ShouldBe(from.Utc.AddSeconds(least));
    }

    [Fact]
    public void What_has_passed_already_is_not_waited_for()
    {
        var from = Moment.Now(_time);
        _time.Advance(TimeSpan.FromSeconds(10));

        _time.WaitAsync(from, TimeSpan.FromSeconds(10), CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_part_that_has_passed_shortens_the_wait()
    {
        var from = Moment.Now(_time);
        _time.Advance(TimeSpan.FromSeconds(4));

        var wait = _time.WaitAsync(from, TimeSpan.FromSeconds(10), CancellationToken.None);

        wait.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(6));
        await wait.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_without_an_exception()
    {
        using var cancelled = new CancellationTokenSource();
        var wait = _time.WaitAsync(Moment.Now(_time), TimeSpan.FromSeconds(10), cancelled.Token);
        wait.IsCompleted.ShouldBeFalse();

        await cancelled.CancelAsync();

        await wait.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    // Whoever asks sees that too little has passed, and says so.
    [Fact]
    public async Task A_clock_that_was_set_back_is_not_waited_for()
    {
        var from = Moment.Now(_time) with { Utc = _time.GetUtcNow().AddHours(1) };

        await _time
            .WaitAsync(from, TimeSpan.FromSeconds(10), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _time.Shortest(from, Moment.Now(_time)).ShouldBeLessThan(TimeSpan.Zero);
    }

    private Moment After(Moment from, int steady, int shown) =>
        new(from.Timestamp + steady * _time.TimestampFrequency, from.Utc.AddSeconds(shown));
}
