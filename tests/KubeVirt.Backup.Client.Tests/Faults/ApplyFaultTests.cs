using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Restores to a cluster that fails at any request, in processes that are killed at any request or while they write their
/// journal, each followed by another one that knows the journal and the cluster alone, held against what a restore without
/// any of it leaves.
/// </summary>
public sealed class ApplyFaultTests : IAsyncDisposable
{
    private const int FaultyRuns = 3;

    // As many as a restore takes where nothing fails.
    private const int Requests = 45;

    private const string Place = "shop";

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    // One request after the other, so that a seed hits the same ones again. What comes late comes when it is given up.
    private static readonly ClusterOptions Hasty = OneByOne with
    {
        RetryDelay = TimeSpan.FromMilliseconds(500),
        RequestTimeout = Late * 0.6,
        Attempts = 4,
    };

    // However slow the machine is that runs the test, nothing is given up.
    private static readonly ClusterOptions Calm = OneByOne with { RequestTimeout = TimeSpan.FromHours(1) };

    private static readonly RestoreResult Restore = RestorePolicy
        .CreateBuilder()
        .Add(RestorePresets.InPlace)
        .HoldRunState()
        .Build("held")
        .Apply(ResourceGraph.Create(Objects(), BuiltInResolvers.Default));

    private readonly ConcurrentDictionary<string, int> _sums = new();
    private readonly FaultWorlds _worlds = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-faults-");
    private string _expected = "";

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _worlds.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_fails_the_end_is_the_same_and_no_report_says_more_than_is_there()
    {
        var calm = await MakeAsync();
        using var nobody = new RequestKiller(0, false);
        await ApplyAsync(calm, 0, Calm, nobody, TestContext.Current.CancellationToken);
        _expected = StateOf(calm);
        Return(calm);
        Assert.Contains("\"Always\"", _expected, StringComparison.Ordinal);
        Assert.Contains("ownerReferences", _expected, StringComparison.Ordinal);

        await FaultSeeds.RunAsync(nameof(ApplyFaultTests), RunAsync, _sums);
    }

    private async Task<IReadOnlyList<string>> RunAsync(int seed, CancellationToken token)
    {
        var random = new Random(seed);
        var world = await MakeAsync();
        var (wrong, isComplete) = (new List<string>(), false);
        for (var run = 1; run <= FaultyRuns && !isComplete; run++)
        {
            world.Cluster.Break(FaultPlan.Make(random, Requests, Late));
            var isAfter = random.Next(2) == 0;
            using var killer = new RequestKiller(random.Next(2) * random.Next(1, Requests), isAfter);
            var written = LengthOf(JournalOf(seed));
            var report = await ApplyAsync(world, seed, Hasty, killer, token);
            if (killer.IsDead && !isAfter && random.Next(2) == 0)
                TearLastLine(JournalOf(seed), written, random);
            isComplete = !killer.IsDead && report?.IsComplete == true;
            wrong.AddRange(Judge(world, report, killer).Select(what => $"run {run}: {what}"));
        }

        world.Cluster.Repair();
        using var nobody = new RequestKiller(0, false);
        var last = await ApplyAsync(world, seed, Calm, nobody, token);
        wrong.AddRange(Judge(world, last, nobody).Select(what => $"the last run: {what}"));
        if (last?.IsComplete != true)
            wrong.Add($"the last run, without faults, is not complete: {string.Join("; ", last?.Findings ?? [])}");

        // What comes late has come then.
        await Task.Delay(Late + TimeSpan.FromSeconds(5), world.Time, token);
        if (StateOf(world) is var state && state != _expected)
            wrong.Add($"the end differs: {Difference(state)}");
        Return(world);
        return wrong;
    }

    private string JournalOf(int seed) => Path.Combine(_folder.FullName, $"{seed}.journal");

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>
    /// Leaves the journal as a process does that was killed while it wrote the last line of its own, before the request that
    /// would have come next.
    /// </summary>
    private void TearLastLine(string path, long written, Random random)
    {
        var journal = File.ReadAllBytes(path);
        var lastLine = Array.LastIndexOf(journal, (byte)'\n', journal.Length - 2) + 1;
        if (lastLine < written)
            return;

        using var file = File.OpenWrite(path);
        file.SetLength(random.Next(lastLine, journal.Length));
        _sums.Count("torn journals");
    }

    /// <summary>One process: it knows its journal and the cluster.</summary>
    private async Task<ApplyReport?> ApplyAsync(
        FaultWorld world,
        int seed,
        ClusterOptions options,
        RequestKiller killer,
        CancellationToken token
    )
    {
        using var client = new Kubernetes(world.Cluster.ConfigurationOf(), killer);
        using var journal = ApplyJournal.Open(JournalOf(seed), Restore);
        try
        {
            var report = await new ClusterTarget(client, options, world.Time).ApplyAsync(
                Restore,
                new ApplyOptions
                {
                    Journal = journal,
                    Existing = _ => ExistingObject.Fail,
                    Filled = _ => true,
                    Wait = new WaitOptions
                    {
                        Limit = options.RequestTimeout * 10,
                        PollInterval = TimeSpan.FromSeconds(1),
                    },
                    Releases = true,
                },
                token
            );
            _sums.Count(
                killer.IsDead ? "killed"
                : report.IsComplete ? "complete"
                : "incomplete"
            );
            return report;
        }
        catch (ClusterException)
        {
            _sums.Count("nothing written");
            return null;
        }
        catch (Exception) when (killer.IsDead)
        {
            _sums.Count("killed");
            return null;
        }
    }

    /// <summary>What a report says that is not so.</summary>
    private IEnumerable<string> Judge(FaultWorld world, ApplyReport? report, RequestKiller killer)
    {
        if (report is null || killer.IsDead)
            yield break;

        var there = world.Cluster.Resources.ToDictionary(resource => resource.Id);
        foreach (
            var applied in report.Objects.Where(applied =>
                applied.Outcome is ApplyOutcome.Created or ApplyOutcome.Resumed
            )
        )
        {
            if (!there.TryGetValue(applied.Resource, out var found) || found.StringAt("/metadata/uid") != applied.Uid)
                yield return $"{applied} is not there";
        }

        foreach (var finding in report.Findings.Where(finding => finding.Id == FindingIds.ObjectExists))
            yield return $"its own object is taken for another's: {finding}";
        if (report.IsComplete && StateOf(world) is var state && state != _expected)
            yield return $"complete, and the state differs: {Difference(state)}";
    }

    /// <summary>All objects of the restore, without what differs from run to run; owners by name.</summary>
    private static string StateOf(FaultWorld world)
    {
        var names = world.Cluster.Resources.ToDictionary(o => o.StringAt("/metadata/uid")!, o => o.Id.ToString());
        var lines = world.Cluster.Resources.Select(resource =>
        {
            var node = JsonNode.Parse(resource.Json.Span)!;
            var metadata = node["metadata"]!.AsObject();
            foreach (var name in new[] { "uid", "resourceVersion", "managedFields" })
                metadata.Remove(name);
            node.AsObject().Remove("status");
            (metadata["annotations"] as JsonObject)?.Remove("kubevirt-backup/restore-id");
            var text = node.ToJsonString();
            return names.Aggregate(text, (now, uid) =>
                now.Replace($"\"{uid.Key}\"", $"\"{uid.Value}\"", StringComparison.Ordinal)
            );
        });
        return string.Join('\n', lines);
    }

    private string Difference(string state)
    {
        var (now, then) = (state.Split('\n'), _expected.Split('\n'));
        return $"\n    there {string.Join("\n    there ", now.Except(then))}\n    not {string.Join("\n    not ", then.Except(now))}";
    }

    /// <summary>A world whose controllers bind claims and import volumes.</summary>
    private async Task<FaultWorld> MakeAsync()
    {
        var world = await _worlds.TakeAsync();
        world.Cluster.Controllers = () => Controllers.Finish(world.Cluster, "Bound", "Succeeded");
        return world;
    }

    private void Return(FaultWorld world)
    {
        world.Cluster.Repair();
        foreach (var resource in world.Cluster.Resources)
            world.Cluster.Remove(resource.Id);
        _worlds.Return(world);
    }

    /// <summary>A machine with two disks and what belongs to it.</summary>
    private static IEnumerable<Resource> Objects()
    {
        var machine = TestMachines
            .Create("db", Place)
            .WithDataVolume("root")
            .WithClaim("data")
            .WithSecret("init")
            .Running();
        var owned = $$$"""
            {"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b"},"metadata":{"name":"db-notes","namespace":"{{{Place}}}","uid":"uid-notes",
            "ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"db","uid":"uid-VirtualMachine-{{{Place}}}-db"}]}}
            """;
        return [TestMachines.Namespace(Place), .. machine.Resources, Resource.Parse(owned)];
    }
}
