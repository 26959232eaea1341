using System.Diagnostics;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public partial class VolumeSnapshotsTests
{
    private static readonly string[] Claims = ["one", "profiled", "several", "undecided", "none"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Classes_are_chosen_as_KubeVirt_does_and_a_claim_without_one_is_named()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var prepared = await new VolumeSnapshots(client, Quick).PrepareAsync(Claims.Select(Claim), "b1", Token);
        prepared.Select(snapshot => snapshot.SnapshotClass).ShouldBe(["only-one", "chosen", "several-b", null, null]);
        prepared.Select(snapshot => snapshot.Snapshot.Name).ShouldBe(Claims.Select(name => "b1-" + name));
        var problems = prepared.Select(snapshot => snapshot.Problem).OfType<Finding>().ToList();
        problems.ShouldAllBe(problem => problem.Id == FindingIds.SnapshotClassAbsent);
        problems.Select(problem => problem.Resource).ShouldBe([Claim("undecided"), Claim("none")]);
        problems[0].Message.ShouldContain("undecided-a, undecided-b");
        problems[1].Message.ShouldContain("StorageClass none, driver none.csi");
    }

    [Fact]
    public async Task What_is_installed_later_is_seen_by_clients_that_were_there_before()
    {
        await using var server = await StartAsync();
        var installed = server.Api.Types.FindAll(type => type.Kind.Group == "snapshot.storage.k8s.io");
        server.Api.Types.RemoveAll(installed.Contains);
        using var client = server.CreateClient();
        var (snapshots, groups) = (new VolumeSnapshots(client, Quick), new VolumeGroupSnapshots(client, Quick));
        var group = await groups.CreateAsync(
            "shop",
            "g1",
            new Dictionary<string, string> { ["app"] = "db" },
            cancellationToken: Token
        );
        (await snapshots.PrepareAsync([Claim("one")], "b1", Token))[0].Problem.ShouldNotBeNull();
        await Should.ThrowAsync<IOException>(() => groups.ListMembersAsync(group, Token));
        server.Api.Types.AddRange(installed);
        (await snapshots.PrepareAsync([Claim("one")], "b1", Token))[0].SnapshotClass.ShouldBe("only-one");
        (await groups.ListMembersAsync(group, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Snapshots_are_created_waited_for_and_deleted()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick);
        var prepared = await snapshots.PrepareAsync([Claim("one"), Claim("several"), Claim("none")], "b1", Token);
        server.Break(new Fault(FaultKind.ResetAfter) { Method = "POST", Path = "/volumesnapshots" });
        var start = DateTimeOffset.UtcNow;
        var created = await snapshots.CreateAsync(
            prepared,
            new Dictionary<string, string> { ["backup"] = "b1" },
            Token
        );
        created.Count(snapshot => snapshot.Uid is not null).ShouldBe(2);
        server.Store.Find(created[0].Snapshot)!["metadata"]!["labels"]!["backup"]!.GetValue<string>().ShouldBe("b1");
        foreach (var snapshot in created.Take(2))
            Finish(server, snapshot.Snapshot);
        created.ShouldAllBe(snapshot => snapshot.Taken == null);
        var seen = DateTimeOffset.UtcNow;
        var ready = await snapshots.WaitAsync(created, SnapshotMoment.Ready, Short, null, Token);
        // Whatever the storage's clock says.
        ready
            .Take(2)
            .ShouldAllBe(snapshot =>
                snapshot.Taken!.Value.Earliest >= start
                && snapshot.Taken.Value.Earliest <= seen
                && snapshot.Taken.Value.Latest >= seen
                && snapshot.Taken.Value.Latest <= DateTimeOffset.UtcNow
            );
        ready
            .Take(2)
            .ShouldAllBe(snapshot =>
                snapshot.IsReady
                && snapshot.RestoreSize == "1Gi"
                && snapshot.CreationTime == new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
            );
        ready[2].Problem!.Resource.ShouldBe(Claim("none"));
        await snapshots.DeleteAsync(prepared, Token);
        server.Store.List(Kinds.VolumeSnapshot, null).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_late_taken_away_or_somebody_elses_is_a_problem_of_its_claim()
    {
        var theirs = Resource.Parse(
            """{"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshot","metadata":{"name":"b1-profiled","namespace":"shop"}} """
        );
        await using var server = await StartAsync();
        server.Add([theirs]);
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick);
        var created = await snapshots.CreateAsync(
            await snapshots.PrepareAsync([Claim("one"), Claim("several"), Claim("profiled")], "b1", Token),
            null,
            Token
        );
        server.Remove(created[1].Snapshot);
        var seen = await snapshots.WaitAsync(
            created,
            SnapshotMoment.Taken,
            Short with
            {
                Limit = TimeSpan.Zero,
            },
            null,
            Token
        );
        seen.ShouldAllBe(snapshot => snapshot.Problem!.Id == FindingIds.SnapshotNotMade);
        seen[0].Problem!.Message.ShouldContain("not taken in time");
        seen[1].Problem!.Message.ShouldContain("deleted");
        seen[2].Problem!.Message.ShouldContain("already exists");
        await snapshots.DeleteAsync(seen, Token);
        server.Store.List(Kinds.VolumeSnapshot, null).ShouldHaveSingleItem()["metadata"]!["name"]!
            .GetValue<string>()
            .ShouldBe("b1-profiled");
    }

    [Fact]
    public async Task Cancelling_while_creating_deletes_nothing_and_what_was_prepared_removes_what_was_created()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick with { Parallelism = 1, ObjectParallelism = 1 });
        var prepared = await snapshots.PrepareAsync([Claim("one"), Claim("several"), Claim("profiled")], "b1", Token);
        server.Break(new Fault(FaultKind.Stall) { Method = "POST", Path = "/volumesnapshots" });
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var creating = snapshots.CreateAsync(prepared.Reverse().ToList(), null, source.Token);
        while (!server.Requests.Any(request => request.Method == "POST"))
            await Task.Delay(1, Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => creating);
        server.Requests.ShouldNotContain(request => request.Method == "DELETE");

        await snapshots.CreateAsync(prepared.Take(1).ToList(), null, Token);
        server.Store.List(Kinds.VolumeSnapshot, null).Count.ShouldBe(1);
        await snapshots.DeleteAsync(prepared, Token);
        server.Store.List(Kinds.VolumeSnapshot, null).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_snapshot_whose_create_comes_true_after_it_was_cancelled_is_removed_as_well()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick);
        var prepared = await snapshots.PrepareAsync([Claim("one")], "b1", Token);
        var late = TimeSpan.FromMilliseconds(500);
        server.Break(new Fault(FaultKind.LateEffect) { Method = "POST", Delay = late });
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var creating = snapshots.CreateAsync(prepared, null, source.Token);
        while (!server.Requests.Any(request => request.Method == "POST"))
            await Task.Delay(1, Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => creating);

        (await snapshots.RemoveAsync(prepared, Token)).ShouldBeEmpty();
        await Task.Delay(late * 2, Token);
        server.Store.List(Kinds.VolumeSnapshot, null).ShouldBeEmpty();
        server.Requests.ShouldContain(request => request.Method == "DELETE", "it had come true");
    }

    [Fact]
    public async Task Waiting_looks_as_often_as_it_says_until_time_is_over()
    {
        var time = new FakeTimeProvider();
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick, time);
        var created = await snapshots.CreateAsync(
            await snapshots.PrepareAsync([Claim("one")], "b1", Token),
            null,
            Token
        );
        var reports = new Reports<IReadOnlyList<ClaimSnapshot>>();
        var waiting = snapshots.WaitAsync(
            created,
            SnapshotMoment.Taken,
            new WaitOptions { Limit = TimeSpan.FromSeconds(25), PollInterval = TimeSpan.FromSeconds(10) },
            reports,
            Token
        );
        // Each look is over before the clock goes on.
        for (var looks = 1; !waiting.IsCompleted; looks++)
        {
            while (reports.All.Count < looks && !waiting.IsCompleted)
                await Task.Delay(1, Token);
            await Task.Delay(20, Token);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        (await waiting)[0].Problem!.Message.ShouldContain("not taken in time");
        reports.All.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_look_that_is_too_slow_is_cut_off_when_the_time_is_over_and_the_others_count()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var snapshots = new VolumeSnapshots(client, Quick);
        var created = await snapshots.CreateAsync(
            await snapshots.PrepareAsync([Claim("one"), Claim("several")], "b1", Token),
            null,
            Token
        );
        Finish(server, created[1].Snapshot);
        server.Break(
            new Fault(FaultKind.Stall)
            {
                Method = "GET",
                Path = "/volumesnapshots/b1-one",
                Times = 100,
            }
        );
        var watch = Stopwatch.StartNew();
        var seen = await snapshots.WaitAsync(
            created,
            SnapshotMoment.Ready,
            new WaitOptions { Limit = TimeSpan.FromMilliseconds(500) },
            null,
            Token
        );
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        seen.Select(snapshot =>
                (
                    snapshot.IsReady,
                    snapshot.Problem?.Message.Contains("not ready to use in time", StringComparison.Ordinal)
                )
            )
            .ShouldBe([(false, true), (true, null)]);
    }

    [Fact]
    public async Task A_group_of_claims_is_snapshotted_at_one_moment()
    {
        await using var server = await StartAsync();
        using var client = server.CreateClient();
        var groups = new VolumeGroupSnapshots(client, Quick);
        var start = DateTimeOffset.UtcNow;
        var created = await groups.CreateAsync(
            "shop",
            "g1",
            new Dictionary<string, string> { ["vm"] = "db" },
            "fast",
            new Dictionary<string, string> { ["backup"] = "b1" },
            Token
        );
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe("""{"source":{"selector":{"matchLabels":{"vm":"db"}}},"volumeGroupSnapshotClassName":"fast"}""");
        var late = await groups.WaitAsync(
            created,
            SnapshotMoment.Taken,
            Short with
            {
                Limit = TimeSpan.Zero,
            },
            null,
            Token
        );
        late.Problem!.Id.ShouldBe(FindingIds.SnapshotNotMade);

        server.SetStatus(created.Id, """{"creationTime":"2026-01-02T03:04:05Z","readyToUse":true}""");
        server.Add(
            new[] { "one", "several" }.Select(name =>
                Resource.Parse(
                    $$$"""
                    {"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshot","metadata":{"name":"member-{{{name}}}","namespace":"shop","ownerReferences":[{"apiVersion":"groupsnapshot.storage.k8s.io/v1beta2","kind":"VolumeGroupSnapshot","name":"g1","uid":"{{{created.Uid}}}"}]},
                     "spec":{"source":{"persistentVolumeClaimName":"{{{name}}}"} },"status":{"readyToUse":true,"restoreSize":"1Gi"} }
                    """
                )
            )
        );
        server.Add([
            Resource.Parse(
                """{"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshot","metadata":{"name":"other","namespace":"shop"},"spec":{"source":{"persistentVolumeClaimName":"none"}}}"""
            ),
        ]);
        var ready = await groups.WaitAsync(created, wait: Short, cancellationToken: Token);
        (ready.IsReady, ready.CreationTime!.Value.Year, ready.Problem).ShouldBe((true, 2026, null));
        (late.Taken, ready.Taken!.Value.Earliest >= start, ready.Taken.Value.Latest <= DateTimeOffset.UtcNow).ShouldBe(
            (null, true, true)
        );
        var members = await groups.ListMembersAsync(ready, Token);
        members
            .Select(member => (member.Claim, member.Snapshot.Name, member.IsReady, member.RestoreSize))
            .ShouldBe([(Claim("one"), "member-one", true, "1Gi"), (Claim("several"), "member-several", true, "1Gi")]);
        await groups.DeleteAsync(ready, Token);
        (await groups.FindAsync(created.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_group_without_labels_or_in_a_cluster_without_groups_is_refused()
    {
        await using var server = await StartAsync();
        server.Withdraw(Kinds.VolumeGroupSnapshot);
        using var client = server.CreateClient();
        var groups = new VolumeGroupSnapshots(client, Quick);
        (
            await Should.ThrowAsync<ArgumentException>(() =>
                groups.CreateAsync("shop", "g1", new Dictionary<string, string>(), cancellationToken: Token)
            )
        ).Message.ShouldContain("all claims");
        (
            await Should.ThrowAsync<ClusterException>(() =>
                groups.CreateAsync(
                    "shop",
                    "g1",
                    new Dictionary<string, string> { ["vm"] = "db" },
                    cancellationToken: Token
                )
            )
        ).Reason.ShouldBe("KindNotServed");
    }

    private static ResourceId Claim(string name) => new(Kinds.PersistentVolumeClaim, "shop", name);

    private static void Finish(TestCluster server, ResourceId id)
    {
        var stored = server.Store.Find(id)!;
        stored["status"] = JsonNode.Parse(
            """{"readyToUse":true,"creationTime":"2026-01-02T03:04:05Z","restoreSize":"1Gi"}"""
        );
        server.Store.Put(id, stored);
    }

    private static async Task<TestCluster> StartAsync()
    {
        var server = await TestCluster.StartAsync(
            Claims.SelectMany(name =>
                new[]
                {
                    Resource.Parse(
                        $$$"""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{name}}}","namespace":"shop"},"spec":{"storageClassName":"{{{name}}}"}}"""
                    ),
                    Resource.Parse(
                        $$$"""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"{{{name}}}"},"provisioner":"{{{name}}}.csi"}"""
                    ),
                }
            )
        );
        server.Serve(new GroupKind("cdi.kubevirt.io", "StorageProfile"), "v1beta1", isNamespaced: false);
        server.Add([
            Resource.Parse(
                """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"StorageProfile","metadata":{"name":"profiled"},"status":{"snapshotClass":"chosen"}}"""
            ),
        ]);
        server.Add([
            Class("only-one", "one", false),
            Class("chosen", "x", false),
            Class("several-a", "several", false),
            Class("several-b", "several", true),
            Class("undecided-a", "undecided", false),
            Class("undecided-b", "undecided", false),
        ]);
        return server;
    }

    private static Resource Class(string name, string driver, bool isDefault) =>
        Resource.Parse(
            $$$"""{"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshotClass","metadata":{"name":"{{{name}}}","annotations":{"snapshot.storage.kubernetes.io/is-default-class":"{{{(isDefault ? "true" : "false")}}}"}},"driver":"{{{driver}}}.csi"}"""
        );
}
