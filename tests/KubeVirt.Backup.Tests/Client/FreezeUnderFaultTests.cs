using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Sessions in virtual time against a server that fails at every step, held against the server's own record.</summary>
public class FreezeUnderFaultTests
{
    private const int Seed = 20261124;
    private const int Runs = 10_000;

    /// <param name="confirms">Whether the status is to prove the freeze; then somebody else freezes and thaws the same guests.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_guest_is_left_frozen_and_no_verdict_claims_what_the_record_refutes(bool confirms)
    {
        var verdicts = new Dictionary<Consistency, int>();
        var wrong = new List<string>();
        for (var seed = Seed; seed < Seed + Runs; seed++)
            wrong.AddRange((await RunAsync(seed, confirms, verdicts)).Select(text => $"seed {seed}: {text}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{Runs} runs from seed {Seed}: {string.Join(", ", verdicts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"))}");
        wrong.ShouldBeEmpty();
        verdicts.Keys.Order().ShouldBe(Enum.GetValues<Consistency>());
    }

    private static async Task<List<string>> RunAsync(int seed, bool confirms, Dictionary<Consistency, int> verdicts)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1000 + random.NextDouble() * 5));
        var cluster = new ModelCluster(time, random, random.Next(3) * 0.15);
        foreach (var name in (string[])["a", "b", "c"])
            cluster.Guests.Add(new ResourceId(Kinds.VirtualMachineInstance, "ns", name), Guest(time, random, confirms));
        var options = new FreezeOptions { Timeout = TimeSpan.FromSeconds(random.Next(5, 120)), ConfirmByStatus = confirms, ThawOnExit = false };
        using var cancelled = new CancellationTokenSource(random.Next(5) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 10) : TimeSpan.FromDays(1), time);

        var (truth, ended) = (new Dictionary<ResourceId, Consistency>(), (IReadOnlyList<FreezeVerdict>)[]);
        await time.RunAsync(async () =>
        {
            try
            {
                var session = await FreezeSession.StartAsync(cluster, cluster.Guests.Keys, options, time, cancelled.Token).ConfigureAwait(false);
                var from = time.GetUtcNow();
                await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 60), time, CancellationToken.None).ConfigureAwait(false);
                foreach (var guest in cluster.Guests.Keys)
                    truth[guest] = TruthOf(cluster.Find(guest), from, time.GetUtcNow());
                ended = await session.ThawAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // What was frozen is thawed by now.
            }
        });
        foreach (var verdict in ended)
            verdicts[verdict.Consistency] = verdicts.GetValueOrDefault(verdict.Consistency) + 1;
        return [.. cluster.Offences, .. ended.Where(verdict => verdict.Consistency > truth[verdict.Guest]).Select(verdict => $"{verdict} is refuted: {truth[verdict.Guest]}"), .. await LeftFrozenAsync(cluster, ended, time, options)];
    }

    /// <summary>A guest with something that befalls it within the minute, at times.</summary>
    private static ModelGuest Guest(FakeTimeProvider time, Random random, bool hasOthers)
    {
        var now = time.GetUtcNow();
        var guest = new ModelGuest(time) { IsWindows = random.Next(10) switch { < 2 => true, 2 => null, _ => false }, Phase = random.Next(6) == 0 ? "Succeeded" : "Running" };
        var when = now.AddSeconds(random.NextDouble() * 60);
        if (random.Next(6) == 0)
            guest.At(when, it => it.Replace());
        else if (guest.Phase == "Running" && random.Next(6) == 0)
            guest.At(when, it => it.MigrationUid = "later");
        else if (hasOthers && random.Next(3) == 0)
            guest.At(when, it => it.Record.Thaw(time.GetUtcNow()));
        else if (hasOthers && random.Next(3) == 0)
            guest.Record.Freeze(now, TimeSpan.FromSeconds(random.Next(2, 40)));
        return guest;
    }

    /// <summary>The most that may be claimed, by the server's own record.</summary>
    private static Consistency TruthOf(ModelGuest guest, DateTimeOffset from, DateTimeOffset to) =>
        !guest.EverRanSince(from) ? Consistency.Offline
        : guest.Record.WasFrozen(from, to) ? Consistency.FilesystemConsistent
        : Consistency.CrashConsistent;

    /// <summary>Guests that are frozen after a session that says it has thawed them, now or later; or after the longest timer in any case.</summary>
    private static async Task<List<string>> LeftFrozenAsync(ModelCluster cluster, IReadOnlyList<FreezeVerdict> ended, FakeTimeProvider time, FreezeOptions options)
    {
        var failed = ended.Where(verdict => verdict.Reason.Contains("The thaw failed", StringComparison.Ordinal)).Select(verdict => verdict.Guest).ToHashSet();
        var left = new List<string>();
        for (var later = 0; later < 60; later += 5)
        {
            left.AddRange(cluster.Guests.Where(guest => WasOurs(guest.Key) && guest.Value.Record.IsFrozen(time.GetUtcNow())).Select(guest => $"{guest.Key} is frozen {later} s after the end"));
            await Task.Run(() => time.Advance(TimeSpan.FromSeconds(5)));
        }

        time.Advance(options.Timeout);
        return [.. left, .. cluster.Guests.Where(guest => guest.Value.Record.IsFrozen(time.GetUtcNow())).Select(guest => $"{guest.Key} is frozen past its timer")];

        // A freeze that was refused is nobody's but the others'.
        bool WasOurs(ResourceId guest) => ended.Any(verdict => verdict.Guest == guest && verdict.Frozen is not null && !verdict.Reason.Contains("refused", StringComparison.Ordinal)) && !failed.Contains(guest);
    }
}
