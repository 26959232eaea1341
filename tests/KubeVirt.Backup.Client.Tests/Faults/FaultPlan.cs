using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>What goes wrong under a seed: which request is hit by what.</summary>
internal static class FaultPlan
{
    private static readonly int[] Codes = [400, 403, 409, 410, 422, 429, 500, 502, 503, 504];

    private static readonly FaultKind[] Broken =
    [
        FaultKind.ResetBefore,
        FaultKind.ResetAfter,
        FaultKind.ResetInBody,
        FaultKind.LateAnswer,
        FaultKind.LateEffect,
        FaultKind.Stall,
    ];

    /// <summary>Up to four faults among the first requests, some of which last for a while.</summary>
    /// <param name="random">The seed's.</param>
    /// <param name="requests">Among how many requests they are.</param>
    /// <param name="latest">How late an answer or effect comes at most.</param>
    /// <param name="path">A part of the paths that are hit. Default: any.</param>
    public static IReadOnlyList<Fault> Make(Random random, int requests, TimeSpan latest, string path = "") =>
        [
            .. Enumerable
                .Range(0, random.Next(5))
                .Select(_ =>
                {
                    var isCode = random.Next(2) == 0;
                    return new Fault(isCode ? FaultKind.Error : Broken[random.Next(Broken.Length)])
                    {
                        Code = Codes[random.Next(Codes.Length)],
                        RetryAfter = 0,
                        Path = path,
                        Skip = random.Next(requests),
                        Times = random.Next(4) == 0 ? random.Next(2, 12) : 1,
                        Delay = latest * random.NextDouble(),
                    };
                }),
        ];

    public static void Break(this TestCluster cluster, IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            cluster.Break(fault);
    }
}
