using System.Collections.Concurrent;
using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Sessions over real connections to a cluster that fails at any request, with guests that are slow, refuse or lose their
/// agent, and processes that are killed, held against the guests' own record.
/// </summary>
public sealed class FreezeFaultTests : IAsyncDisposable
{
    // As many as a session of two guests takes where nothing fails, and a few more.
    private const int Requests = 12;

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, int> _sums = new();
    private readonly FaultWorlds _worlds = new();

    public ValueTask DisposeAsync() => _worlds.DisposeAsync();

    [Fact]
    public Task Nobody_stays_frozen_past_the_timer_and_no_verdict_claims_too_much() =>
        FaultSeeds.RunAsync(nameof(FreezeFaultTests), RunAsync, _sums);

    private async Task<IReadOnlyList<string>> RunAsync(int seed, CancellationToken token)
    {
        var random = new Random(seed);
        var world = await _worlds.TakeAsync();
        var machines = new[] { "a", "b" }.Select(name =>
            TestMachines.Create(name, $"s{seed}").WithClaim("root").Running()
        );
        List<TestGuest> guests = [];
        foreach (var machine in machines)
        {
            world.Cluster.Add(machine.Resources);
            guests.Add(Behave(world.Cluster.Guest(machine.Guest), random));
        }

        var wrong = await RunAsync(world, guests, random, token);
        world.Cluster.Repair();
        world.Cluster.Remove(new ResourceId(Kinds.Namespace, null, $"s{seed}"));
        _worlds.Return(world);
        return wrong;
    }

    private async Task<IReadOnlyList<string>> RunAsync(
        FaultWorld world,
        IReadOnlyList<TestGuest> guests,
        Random random,
        CancellationToken token
    )
    {
        var time = world.Time;
        var options = new FreezeOptions
        {
            Timeout = TimeSpan.FromSeconds(random.Next(5, 90)),
            MaxHold = TimeSpan.FromSeconds(random.Next(5, 120)),
            ConfirmByStatus = random.Next(4) == 0,
            ThawOnExit = false,
        };
        using var killer = new RequestKiller(random.Next(4) == 0 ? random.Next(1, 10) : 0, random.Next(2) == 0);
        using var client = new Kubernetes(world.Cluster.ConfigurationOf(), killer);
        var freezer = new KubernetesGuestFreezer(client, new ClusterOptions { Attempts = random.Next(1, 4) }, time);
        world.Cluster.Break(FaultPlan.Make(random, Requests, Late));

        using var cancelled = new CancellationTokenSource(
            random.Next(6) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 30) : TimeSpan.FromDays(1),
            time
        );
        var (from, to) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var latest = time.GetUtcNow() + options.LateFreeze;
        IReadOnlyList<FreezeVerdict> verdicts = [];
        try
        {
            var session = await FreezeSession.StartAsync(
                freezer,
                guests.Select(guest => guest.Id),
                options,
                time,
                cancelled.Token
            );
            from = time.GetUtcNow();
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 20), time, token);
            to = time.GetUtcNow();
            verdicts = await session.ThawAsync();
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            _sums.Count("cancelled");
        }

        return
        [
            .. Judge(guests, verdicts, from, to),
            .. await LeftFrozenAsync(world, guests, killer, options, latest, token),
        ];
    }

    /// <summary>A guest that is slow, refuses or has lost its agent, at times.</summary>
    private static TestGuest Behave(TestGuest guest, Random random)
    {
        guest.FreezeTime = TimeSpan.FromSeconds(
            random.Next(3) == 0 ? random.NextDouble() * 30 : random.NextDouble() * 3
        );
        guest.Refusal = random.Next(12) == 0 ? "not now" : null;
        guest.HasLostAgent = random.Next(12) == 0;
        return guest;
    }

    private IEnumerable<string> Judge(
        IReadOnlyList<TestGuest> guests,
        IReadOnlyList<FreezeVerdict> verdicts,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        foreach (var verdict in verdicts)
        {
            _sums.Count(verdict.Consistency.ToString());
            var guest = guests.Single(guest => guest.Id == verdict.Guest);
            if (verdict.Consistency == Consistency.Offline)
                yield return $"{verdict} of a guest that ran";
            if (verdict.Consistency == Consistency.FilesystemConsistent && !guest.WasFrozen(from, to))
                yield return $"{verdict} of a guest that was not frozen all the time from {from:O} to {to:O}";
        }
    }

    /// <summary>
    /// Guests that are frozen after the end. Where the process was killed its thaws came nowhere: the timer of the guest ends
    /// it then, which can begin as late as the freeze takes place.
    /// </summary>
    private async Task<List<string>> LeftFrozenAsync(
        FaultWorld world,
        IReadOnlyList<TestGuest> guests,
        RequestKiller killer,
        FreezeOptions options,
        DateTimeOffset latest,
        CancellationToken token
    )
    {
        if (killer.IsDead)
        {
            _sums.Count("killed");
            await Task.Delay(options.LateFreeze + options.Timeout, world.Time, token);
        }

        var left = new List<string>();
        for (var looks = 0; looks < 5; looks++)
        {
            left.AddRange(
                guests
                    .Where(guest => IsLeft(guest, world.Time.GetUtcNow(), latest))
                    .Select(guest => $"{guest.Id} is frozen after the end")
            );
            await Task.Delay(TimeSpan.FromSeconds(10), world.Time, token);
        }

        return left;
    }

    // What froze later than a session takes into account, on a machine that is too slow, ends by its timer.
    private static bool IsLeft(TestGuest guest, DateTimeOffset now, DateTimeOffset latest) =>
        guest.Record.IsFrozen(now) && guest.WasFrozen(now < latest ? now : latest, now);
}
