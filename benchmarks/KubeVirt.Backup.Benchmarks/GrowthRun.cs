using System.Diagnostics;
using System.Globalization;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Plans, tells and restores each of the <see cref="Crowds"/> at one size and at ten times that: what is linear takes
/// ten times as long.
/// </summary>
internal static class GrowthRun
{
    private const int Rounds = 3;

    public static void Run(TextWriter output, int count, string named)
    {
        foreach (var (name, make) in Crowds.All.Where(crowd => crowd.Name.Contains(named, StringComparison.Ordinal)))
        {
            Best(make(count / 10));
            var small = Best(make(count));
            var large = Best(make(10 * count));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} -> {10 * count} {name}: plan {small.Plan:0.000} -> {large.Plan:0.000} s ({large.Plan / small.Plan:0.0} times), restore {small.Restore:0.000} -> {large.Restore:0.000} s ({large.Restore / small.Restore:0.0} times)"
                )
            );
        }
    }

    private static (double Plan, double Restore) Best(IEnumerable<Resource> made)
    {
        var resources = made.ToList();
        var times = Enumerable.Range(0, Rounds).Select(_ => Time(resources)).ToList();

        return (times.Min(time => time.Plan), times.Min(time => time.Restore));
    }

    private static (double Plan, double Restore) Time(IReadOnlyList<Resource> resources)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var plan = BackupPlanner.Plan(resources, null);
        _ = plan.ToText();
        var planned = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        var names = new NameMap(namespaces: new Dictionary<string, string> { ["shop"] = "test" });
        var result = RestorePresets.Unique.Apply(plan.Graph, names);
        _ = result.ToText();

        return (planned.TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
