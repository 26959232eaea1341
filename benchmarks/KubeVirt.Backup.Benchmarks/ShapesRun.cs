using System.Diagnostics;
using System.Globalization;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Plans a chain, a hub, random edges and a cycle at a tenth of the size and at the full size: what is linear takes
/// ten times as long. Each size is planned twice, and the faster time counts: the first pays for memory that the process
/// did not have before.
/// </summary>
internal static class ShapesRun
{
    public static void Run(TextWriter output, int count)
    {
        foreach (
            var (name, make) in new (string, Func<int, Resource[]>)[]
            {
                ("chain", Shapes.Chain),
                ("hub", Shapes.Hub),
                ("random", Shapes.Random),
                ("cycle", Shapes.Cycle),
            }
        )
        {
            Plan(make(count / 100));
            var (small, _) = PlanTwice(make(count / 10));
            var (large, sets) = PlanTwice(make(count));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {count / 10} objects {small:0.000} s, {count} objects {large:0.000} s in {sets} sets; {large / small:0.0} times as long for 10 times as many"
                )
            );
        }
    }

    private static (double Seconds, int Sets) PlanTwice(Resource[] resources)
    {
        var (first, sets) = Plan(resources);
        var (second, _) = Plan(resources);

        return (Math.Min(first, second), sets);
    }

    private static (double Seconds, int Sets) Plan(Resource[] resources)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var plan = BackupPlanner.Plan(
            resources,
            new PlanOptions { Roots = [.. resources.Select(resource => resource.Id)] }
        );
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, plan.Sets.Count);
    }
}
