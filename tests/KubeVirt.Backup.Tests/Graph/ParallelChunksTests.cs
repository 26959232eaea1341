using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

public sealed class ParallelChunksTests
{
    private const int Many = 10_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(Many)]
    public void Every_item_is_worked_on_once_and_in_order(int count) =>
        ParallelChunks
            .Map(count, Enumerate, TestContext.Current.CancellationToken)
            .SelectMany(chunk => chunk)
            .ShouldBe(Enumerable.Range(0, count));

    [Fact]
    public void One_chunk_is_worked_on_by_the_thread_that_asked() =>
        ParallelChunks
            .Map(512, (_, _) => Environment.CurrentManagedThreadId, TestContext.Current.CancellationToken)
            .ShouldBe([Environment.CurrentManagedThreadId]);

    [Fact]
    public void Of_several_failures_the_first_is_thrown_as_it_was()
    {
        var failures = Enumerable
            .Range(0, 50)
            .Select(_ =>
                Should
                    .Throw<InvalidOperationException>(() =>
                        ParallelChunks.Map(Many, Fail, TestContext.Current.CancellationToken)
                    )
                    .Message
            );
        failures.Distinct().ShouldBe(["3072"]);

        static int Fail(int from, int to) => from >= 3000 ? throw new InvalidOperationException($"{from}") : to;
    }

    [Fact]
    public void Cancellation_stops_between_chunks()
    {
        using var source = new CancellationTokenSource();
        var done = 0;
        Should.Throw<OperationCanceledException>(() =>
            ParallelChunks.Map(
                Many,
                (from, to) =>
                {
                    source.Cancel();
                    return Interlocked.Increment(ref done);
                },
                source.Token
            )
        );
        // Chunks that run already are not broken off, and there are twenty.
        done.ShouldBeInRange(1, 19);
    }

    private static int[] Enumerate(int from, int to) => [.. Enumerable.Range(from, to - from)];
}
