using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Sessions in virtual time against a server that fails at every step, held against the server's own record.
/// </summary>
public class FreezeUnderFaultTests
{
    private const int Seed = 20261124;

    // Fewer where each run takes long.
    private static readonly int Runs = int.TryParse(
        Environment.GetEnvironmentVariable("KUBEVIRT_BACKUP_FREEZES"),
        out var runs
    )
        ? runs
        : 10_000;

    /// <param name="confirms">
    /// Whether the status is to prove the freeze. Then no claim is refuted, else none of a guest that nobody else
    /// touched.
    /// </param>
    /// <param name="hasOthers">Whether somebody else freezes and thaws the same guests.</param>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task No_guest_is_left_frozen_and_no_verdict_claims_what_the_record_refutes(
        bool confirms,
        bool hasOthers
    )
    {
        var verdicts = new Dictionary<Consistency, int>();
        var wrong = new List<string>();
        for (var seed = Seed; seed < Seed + Runs; seed++)
            wrong.AddRange(
                (await RunAsync(seed, confirms, hasOthers, verdicts)).Select(text => $"seed {seed}: {text}")
            );
        var counts = string.Join(", ", verdicts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{Runs} runs from seed {Seed}: {counts}");
        // A run of the tests names the files that they leave, and nothing else of a test that passed.
        TestContext.Current.AddAttachment($"{Runs}-runs-from-seed-{Seed}.txt", counts);
        wrong.ShouldBeEmpty();
        verdicts.Keys.Order().ShouldBe(Enum.GetValues<Consistency>());
    }

    private static async Task<List<string>> RunAsync(
        int seed,
        bool confirms,
        bool hasOthers,
        Dictionary<Consistency, int> verdicts
    )
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1000 + random.NextDouble() * 5));
        var cluster = new ModelCluster(time, random, random.Next(3) * 0.15);
        var planned = Plan(cluster, time, random, hasOthers);
        var client = ClockOfClient(time, random);
        var options = new FreezeOptions
        {
            Timeout = TimeSpan.FromSeconds(random.Next(5, 120)),
            MaxHold = TimeSpan.FromSeconds(random.Next(2) == 0 ? 300 : random.Next(5, 90)),
            ConfirmByStatus = confirms,
            ThawOnExit = false,
        };
        using var cancelled = new CancellationTokenSource(
            random.Next(5) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 10) : TimeSpan.FromDays(1),
            time
        );

        var (truth, ended) = (new Dictionary<ResourceId, Consistency>(), (IReadOnlyList<FreezeVerdict>)[]);
        await time.RunAsync(async () =>
        {
            try
            {
                var session = await FreezeSession
                    .StartPlannedAsync(cluster, planned, options, client, cancelled.Token)
                    .ConfigureAwait(false);
                var from = time.GetUtcNow();
                await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 60), time, CancellationToken.None)
                    .ConfigureAwait(false);
                foreach (var guest in planned)
                    truth[guest.Guest] = TruthOf(cluster.Find(guest.Guest), guest, from, time.GetUtcNow());
                ended = await session.ThawAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // What was frozen is thawed by now.
            }
        });
        foreach (var verdict in ended)
            verdicts[verdict.Consistency] = verdicts.GetValueOrDefault(verdict.Consistency) + 1;
        return
        [
            .. cluster.Offences,
            .. ended.SelectMany(verdict => Refutations(verdict, ended, truth, cluster)),
            .. await LeftFrozenAsync(cluster, time),
        ];
    }

    /// <summary>
    /// What refutes a verdict: the record of the guest itself, or of another one that has a claim of it. Where a status
    /// did not confirm it, a guest that others freeze and thaw refutes nothing: the verdict states that.
    /// </summary>
    private static IEnumerable<string> Refutations(
        FreezeVerdict verdict,
        IReadOnlyList<FreezeVerdict> all,
        Dictionary<ResourceId, Consistency> truth,
        ModelCluster cluster
    ) =>
        all.Where(other => other.Guest == verdict.Guest || other.Claims.Intersect(verdict.Claims).Any())
            .Where(other => verdict.Consistency > truth[other.Guest])
            .Where(other => other.Evidence?.IsConfirmed == true || !cluster.Guests[other.Guest].HasOthers)
            .Select(other => $"{verdict} is refuted: {other.Guest} was {truth[other.Guest]}");

    /// <summary>
    /// Three guests, two of which may have a claim in common, as a plan knew them; some are replaced, or get or lose a
    /// disk, before the session begins or within it.
    /// </summary>
    private static List<PlannedGuest> Plan(ModelCluster cluster, FakeTimeProvider time, Random random, bool hasOthers)
    {
        var isShared = random.Next(4) == 0;
        var planned = new List<PlannedGuest>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            var id = new ResourceId(Kinds.VirtualMachineInstance, "ns", name);
            var guest = Guest(time, random, hasOthers);
            guest.Claims.Add(Claim(isShared && name != "a" ? "shared" : name));
            planned.Add(
                new PlannedGuest(id)
                {
                    Uid = guest.Status()?.Uid ?? "",
                    Attached = guest.Status() is null ? null : [.. guest.Claims],
                    Claims = [.. guest.Claims],
                }
            );
            if (random.Next(10) == 0)
                guest.Replace();
            var when = time.GetUtcNow().AddSeconds(random.Next(2) == 0 ? 0 : random.NextDouble() * 60);
            if (random.Next(8) == 0)
                guest.At(when, it => it.Claims.Add(Claim($"hot-{name}")));
            else if (random.Next(20) == 0)
                guest.At(when, it => it.Claims.Clear());
            cluster.Guests.Add(id, guest);
        }

        return planned;
    }

    private static ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, "ns", name);

    /// <summary>The client's clocks; at times its host is suspended for up to some minutes.</summary>
    private static TimeProvider ClockOfClient(FakeTimeProvider time, Random random) =>
        random.Next(5) > 0
            ? time
            : new SuspendedTime(time)
            {
                From = time.GetUtcNow().AddSeconds(random.NextDouble() * 40),
                For = TimeSpan.FromSeconds(random.Next(2, 200)),
            };

    /// <summary>A guest with something that befalls it within the minute, at times.</summary>
    private static ModelGuest Guest(FakeTimeProvider time, Random random, bool hasOthers)
    {
        var now = time.GetUtcNow();
        var guest = new ModelGuest(time)
        {
            IsWindows = random.Next(10) switch
            {
                < 2 => true,
                2 => null,
                _ => false,
            },
            Phase = random.Next(6) == 0 ? "Succeeded" : "Running",
        };
        var when = now.AddSeconds(random.NextDouble() * 60);
        if (random.Next(10) == 0)
        {
            guest.IsAbsent = true;
            guest.Phase = "";
            // It may run and end between two looks.
            if (random.Next(2) == 0)
            {
                guest.At(when, it => it.Replace());
                guest.At(when.AddSeconds(random.NextDouble() * 20), it => it.Vanish());
            }
        }
        else if (random.Next(6) == 0)
            guest.At(when, it => it.Replace());
        else if (guest.Phase == "Running" && random.Next(6) == 0)
            guest.At(when, it => it.MigrationUid = "later");
        if (hasOthers && random.Next(2) == 0)
            Disturb(guest, time, random);
        return guest;
    }

    /// <summary>
    /// Another session: it freezes, before ours or within it, and thaws later, or fails to do the one or the other.
    /// </summary>
    private static void Disturb(ModelGuest guest, FakeTimeProvider time, Random random)
    {
        guest.HasOthers = true;
        var (freezes, thaws) = random.Next(3) switch
        {
            0 => (true, false),
            1 => (false, true),
            _ => (true, true),
        };
        var from = time.GetUtcNow().AddSeconds(random.Next(2) == 0 ? 0 : random.NextDouble() * 60);
        if (freezes)
            guest.At(from, it => it.Record.Freeze(from, TimeSpan.FromSeconds(random.Next(2, 40))));
        var until = from.AddSeconds(random.NextDouble() * 40);
        if (thaws)
            guest.At(until, it => it.Record.Thaw(until));
    }

    /// <summary>The most that may be claimed, by the server's own record and what was planned for.</summary>
    private static Consistency TruthOf(ModelGuest guest, PlannedGuest planned, DateTimeOffset from, DateTimeOffset to)
    {
        if (!guest.EverRanSince(from))
            return Consistency.Offline;

        var isPlanned = guest.IsFirst && guest.Claims.ToHashSet().SetEquals(planned.Claims);
        return isPlanned && guest.Record.WasFrozen(from, to)
            ? Consistency.FilesystemConsistent
            : Consistency.CrashConsistent;
    }

    /// <summary>
    /// Guests that are frozen after the end of a session, now or later, however it ended: cancelled, with a thaw that
    /// failed, or well. What others froze is theirs.
    /// </summary>
    private static async Task<List<string>> LeftFrozenAsync(ModelCluster cluster, FakeTimeProvider time)
    {
        var left = new List<string>();
        for (var later = 0; later <= 60; later += 5)
        {
            left.AddRange(
                cluster
                    .Guests.Where(guest => !guest.Value.HasOthers && guest.Value.Record.IsFrozen(time.GetUtcNow()))
                    .Select(guest => $"{guest.Key} is frozen {later} s after the end")
            );
            await Task.Run(() => time.Advance(TimeSpan.FromSeconds(5)));
        }

        return left;
    }
}
