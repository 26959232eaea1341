using System.Diagnostics;
using System.Globalization;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Freezes many guests at once over real HTTPS, each as slow as a guest may be, and prints what the session adds to the
/// slowest one's own time.
/// </summary>
internal static class FreezeRun
{
    private static readonly TimeSpan Fastest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(TextWriter output, int machines)
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(machines));
        using var client = server.CreateClient();
        var guests = Enumerable
            .Range(0, machines)
            .Select(i => new ResourceId(Kinds.VirtualMachineInstance, "shop", $"vm-{i:0000}"))
            .ToList();
        // What the compiler does at first use is not the session's; nor is a status that tells of that freeze yet, as
        // it is polled every 5 seconds.
        await (await FreezeSession.StartAsync(new KubernetesGuestFreezer(client), guests)).ThawAsync();
        await Task.Delay(TimeSpan.FromSeconds(6));

        var random = new Random(7);
        var times = guests.ToDictionary(guest => guest, _ => Fastest + (Slowest - Fastest) * random.NextDouble());
        times[guests[machines / 2]] = Slowest;
        foreach (var (guest, takes) in times)
            server.Guest(guest).FreezeTime = takes;
        var before = server.Requests.Count;
        var clock = Stopwatch.StartNew();
        await using var session = await FreezeSession.StartAsync(new KubernetesGuestFreezer(client), guests);
        var frozen = clock.Elapsed;
        var verdicts = await session.ThawAsync();
        var total = clock.Elapsed;
        var inherent = times.Values.Max() - times.Values.Min();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"machines\":{machines},\"consistent\":{verdicts.Count(verdict => verdict.Consistency == Consistency.FilesystemConsistent)},\"requests\":{server.Requests.Count - before},"
                    + $"\"slowestSeconds\":{Slowest.TotalSeconds:0.000},\"freezeSeconds\":{frozen.TotalSeconds:0.000},\"thawSeconds\":{(total - frozen).TotalSeconds:0.000},"
                    + $"\"overhead\":{(total - Slowest) / Slowest:0.000},\"skewSeconds\":{session.Skew.TotalSeconds:0.000},\"skewBeyondGuests\":{(session.Skew - inherent) / Slowest:0.000}}}"
            )
        );
    }
}
