using System.Runtime.ExceptionServices;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Works through many items in chunks on several threads. The outcome does not depend on the number of processors, nor
/// does the exception: it is that of the first chunk that fails.
/// </summary>
internal static class ParallelChunks
{
    private const int ChunkLength = 512;

    /// <summary>The outcome of each chunk, in order, where a worker needs no state.</summary>
    /// <inheritdoc cref="Map{TState, T}"/>
    public static T[] Map<T>(int count, Func<int, int, T> work, CancellationToken cancellationToken) =>
        Map(count, static () => 0, (_, from, to) => work(from, to), cancellationToken);

    /// <summary>The outcome of each chunk, in order.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="createState">Makes what a worker keeps from chunk to chunk, such as buffers.</param>
    /// <param name="work">Works on one chunk: from its first item to before the one behind its last.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static T[] Map<TState, T>(
        int count,
        Func<TState> createState,
        Func<TState, int, int, T> work,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A single chunk is worked on by the caller's own thread.
        if (count is > 0 and <= ChunkLength)
            return [work(createState(), 0, count)];

        return MapInParallel(count, createState, work, cancellationToken);
    }

    private static T[] MapInParallel<TState, T>(
        int count,
        Func<TState> createState,
        Func<TState, int, int, T> work,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new T[(count + ChunkLength - 1) / ChunkLength];
        var failures = new ExceptionDispatchInfo?[outcomes.Length];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, outcomes.Length, options, createState, WorkOnChunk, static _ => { });

        Array.Find(failures, failure => failure is not null)?.Throw();
        return outcomes;

        TState WorkOnChunk(int chunk, ParallelLoopState loop, TState state)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                var from = chunk * ChunkLength;
                outcomes[chunk] = work(state, from, Math.Min(count, from + ChunkLength));
            }
#pragma warning disable CA1031 // Thrown again above, as it would be without the other chunks.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures[chunk] = ExceptionDispatchInfo.Capture(e);
                // Chunks before this one still run: one of them may fail as well, and the first failure counts.
                loop.Break();
            }

            return state;
        }
    }
}
