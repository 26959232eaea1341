namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Waits for many answers at once, as many as a connection sends requests.</summary>
internal static class SideBySide
{
    /// <summary>The answers on some items, in the order of the items.</summary>
    /// <param name="items">What is asked about.</param>
    /// <param name="parallel">How many at once, and what stops it; see <see cref="ClusterConnection.ParallelObjects"/>.</param>
    /// <param name="ask">Asks about one.</param>
    public static async Task<IReadOnlyList<TAnswer>> SelectAsync<T, TAnswer>(
        IEnumerable<T> items,
        ParallelOptions parallel,
        Func<T, CancellationToken, Task<TAnswer>> ask
    )
    {
        T[] all = [.. items];
        var answers = new TAnswer[all.Length];
        await Parallel
            .ForAsync(0, all.Length, parallel, async (index, token) =>
                answers[index] = await ask(all[index], token).ConfigureAwait(false)
            )
            .ConfigureAwait(false);

        return answers;
    }
}
