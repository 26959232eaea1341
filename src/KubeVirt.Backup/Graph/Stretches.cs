using System.Runtime.ExceptionServices;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Works through many items in stretches, side by side. What comes out does not tell how many processors there were,
/// nor does what is thrown: it is the first stretch's that fails.
/// </summary>
internal static class Stretches
{
    private const int Length = 512;

    /// <inheritdoc cref="Map{TTools, T}"/>
    public static T[] Map<T>(int count, Func<int, int, T> work, CancellationToken cancellationToken) =>
        Map(count, static () => 0, (_, from, to) => work(from, to), cancellationToken);

    /// <summary>The outcome of each stretch, in order.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="makeTools">Makes what a worker takes along from stretch to stretch, such as buffers.</param>
    /// <param name="work">What to do with a stretch of them: its first, and the one behind its last.</param>
    /// <param name="cancellationToken">Stops between stretches.</param>
    public static T[] Map<TTools, T>(
        int count,
        Func<TTools> makeTools,
        Func<TTools, int, int, T> work,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        // What is one stretch is the caller's own work, on its own thread.
        if (count is > 0 and <= Length)
            return [work(makeTools(), 0, count)];
        var outcomes = new T[(count + Length - 1) / Length];
        var failures = new ExceptionDispatchInfo?[outcomes.Length];
        Parallel.For(
            0,
            outcomes.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            makeTools,
            Work,
            static _ => { }
        );
        Array.Find(failures, failure => failure is not null)?.Throw();
        return outcomes;

        TTools Work(int part, ParallelLoopState loop, TTools tools)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                outcomes[part] = work(tools, part * Length, Math.Min(count, (part + 1) * Length));
            }
#pragma warning disable CA1031 // Thrown again above, as it would be without the others beside it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures[part] = ExceptionDispatchInfo.Capture(e);
                loop.Break();
            }

            return tools;
        }
    }
}
