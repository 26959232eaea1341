using System.Diagnostics;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Fast time is the time of everything that takes a clock.</summary>
public class FastTimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_hour_passes_in_a_moment_and_never_early()
    {
        var time = new FastTime(100_000);
        var (begin, started) = (time.GetUtcNow(), time.GetTimestamp());
        var real = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromHours(1), time, Token);

        real.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(10));
        time.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(55));
        (time.GetUtcNow() - begin).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(55));
    }

    [Fact]
    public async Task A_limit_of_time_that_is_put_off_comes_later()
    {
        var time = new FastTime(1000);
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var started = time.GetTimestamp();
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await Should.ThrowAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, limit.Token));

        // The system's timers end some milliseconds early, which are seconds here.
        time.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(45));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Time_goes_forward(double factor) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FastTime(factor)).ParamName.ShouldBe("factor");
}
