using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Runs work under seeds: a few each time, <c>KUBEVIRT_BACKUP_FAULTS=10000</c> for many, and
/// <c>KUBEVIRT_BACKUP_FAULT_SEED=17</c> for one alone.
/// </summary>
internal static class FaultSeeds
{
    private const string CountVariable = "KUBEVIRT_BACKUP_FAULTS";
    private const string SeedVariable = "KUBEVIRT_BACKUP_FAULT_SEED";
    private const int ShortRun = 100;

    // Runs wait for most of their time.
    private const int AtOnce = 8;

    /// <summary>Runs each seed, and fails with what went wrong and how to see it again.</summary>
    /// <param name="test">The name of the test's class.</param>
    /// <param name="run">What goes wrong under a seed; empty where nothing does.</param>
    /// <param name="sums">Counts of what happened, for the record of the run.</param>
    public static async Task RunAsync(
        string test,
        Func<int, CancellationToken, Task<IReadOnlyList<string>>> run,
        ConcurrentDictionary<string, int> sums
    )
    {
        var wrong = new ConcurrentQueue<(int Seed, string What)>();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        var seeds = Seeds();
        await Parallel.ForEachAsync(seeds, options, async (seed, token) =>
        {
            foreach (var what in await run(seed, token))
                wrong.Enqueue((seed, what));
        });

        var told = string.Join(", ", sums.OrderBy(sum => sum.Key).Select(sum => $"{sum.Value} {sum.Key}"));
        TestContext.Current.AddAttachment($"{test}-{seeds.Count}-seeds.txt", told);
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.OrderBy(one => one.Seed).Take(20).Select(Describe)));

        string Describe((int Seed, string What) one) =>
            $"seed {one.Seed}: {one.What}\n  again: {SeedVariable}={one.Seed} dotnet test "
            + $"--project tests/KubeVirt.Backup.Client.Tests --filter-class \"*{test}\"";
    }

    public static void Count(this ConcurrentDictionary<string, int> sums, string what) =>
        sums.AddOrUpdate(what, 1, (_, count) => count + 1);

    private static IReadOnlyList<int> Seeds()
    {
        if (Number(SeedVariable) is { } seed)
            return [seed];

        return [.. Enumerable.Range(1, Number(CountVariable) ?? ShortRun)];
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
