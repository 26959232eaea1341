using System.Diagnostics;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class VirtualMachineSnapshotsTests
{
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_is_created_waited_for_with_progress_read_and_deleted()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        var options = new VirtualMachineSnapshotOptions
        {
            FailureDeadline = TimeSpan.FromMinutes(2),
            RetainsContent = true,
            Labels = new Dictionary<string, string> { ["backup"] = "b1" },
        };
        server.Break(new Fault(FaultKind.ResetAfter) { Method = "POST" });
        var created = await snapshots.CreateAsync(Machine, "b1", options, Token);
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe(
                """{"source":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"db"},"deletionPolicy":"Retain","failureDeadline":"120000ms"}"""
            );
        server.Store.Find(created.Id)!["metadata"]!["labels"]!["backup"]!.GetValue<string>().ShouldBe("b1");

        var reports = new Reports<VirtualMachineSnapshot>(
            (_, looks) => server.SetStatus(created.Id, looks == 1 ? Taken : Ready)
        );
        var taken = await snapshots.WaitAsync(created, SnapshotMoment.Taken, Short, reports, Token);
        (taken.IsReady, taken.Phase, taken.CreationTime).ShouldBe(
            (false, "InProgress", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
        );
        reports.All.Count.ShouldBe(2);

        var ready = await snapshots.WaitAsync(taken, wait: Short, cancellationToken: Token);
        (ready.IsReady, ready.Problem, ready.IsPartial, ready.Consistency).ShouldBe(
            (true, null, true, Consistency.FilesystemConsistent)
        );
        ready.Content.ShouldBe(new ResourceId(Kinds.VirtualMachineSnapshotContent, "shop", "vmsnapshot-content-1"));
        ready.IncludedVolumes.ShouldBe(["root"]);
        ready.ExcludedVolumes.ShouldBe(["init", "data"]);
        ready
            .Conditions.Select(condition => condition.ToString())
            .ShouldBe(["Ready=True (Ready)", "Progressing=False (Done): Operation complete"]);
        (await snapshots.FindAsync(ready.Id, Token))!.IsReady.ShouldBeTrue();

        await snapshots.DeleteAsync(ready, Token);
        server.Store.Find(created.Id).ShouldBeNull();
        (await snapshots.FindAsync(ready.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_installed_or_served_otherwise_meanwhile_is_found_by_the_same_client()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        var type = server.Api.Types.Single(type => type.Kind == Kinds.VirtualMachineSnapshot);
        server.Api.Types.Remove(type);
        (await Should.ThrowAsync<ClusterException>(snapshots.CreateAsync(Machine, "b1", null, Token))).Reason.ShouldBe(
            "KindNotServed"
        );
        server.Api.Types.Add(type);
        var created = await snapshots.CreateAsync(Machine, "b1", null, Token);

        server.Api.Types[server.Api.Types.IndexOf(type)] = type with { Version = "v9" };
        (await Should.ThrowAsync<ClusterException>(snapshots.FindAsync(created.Id, Token))).Reason.ShouldBeNull();
        (await snapshots.FindAsync(created.Id, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_snapshot_that_fails_is_deleted_or_is_late_says_so_and_what_to_look_at()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        var created = await snapshots.CreateAsync(Machine, "b1", null, Token);

        var late = await snapshots.WaitAsync(
            created,
            wait: Short with
            {
                Limit = TimeSpan.Zero,
            },
            cancellationToken: Token
        );
        late.Problem.ShouldNotBeNull().Message.ShouldContain("not done in time");

        server.SetStatus(
            created.Id,
            """{"phase":"Failed","error":{"message":"no room"},"conditions":[{"type":"Failure","status":"True","reason":"snapshot deadline exceeded"}]}"""
        );
        var failed = await snapshots.WaitAsync(created, wait: Short, cancellationToken: Token);
        (failed.Problem!.Id, failed.Problem.Severity, failed.Problem.Resource).ShouldBe(
            (FindingIds.SnapshotNotMade, FindingSeverity.Error, created.Id)
        );
        failed.Problem.Message.ShouldBe(
            "The VirtualMachineSnapshot failed: KubeVirt gave up. The last error: no room Failure=True (snapshot deadline exceeded)"
                + " Look at the VirtualMachineSnapshot's events, the VolumeSnapshots that its content names, and the log of virt-controller."
        );

        server.Remove(created.Id);
        await snapshots.CreateAsync(Machine, "b1", null, Token);
        (await snapshots.WaitAsync(created, wait: Short, cancellationToken: Token)).Problem!.Message.ShouldContain(
            "somebody deleted it"
        );
    }

    [Fact]
    public async Task A_look_that_fails_is_no_end_but_the_deadline_is()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, new ClusterOptions { Attempts = 1 }, time);
        var created = await snapshots.CreateAsync(Machine, "b1", null, Token);
        server.Break(Fault.OfCode(503, "/virtualmachinesnapshots", "GET"));
        var reports = new Reports<VirtualMachineSnapshot>();
        var waiting = snapshots.WaitAsync(
            created,
            wait: new WaitOptions { Limit = TimeSpan.FromSeconds(3) },
            progress: reports,
            cancellationToken: Token
        );
        // Each look is over before the clock goes on.
        for (var looks = 1; !waiting.IsCompleted; looks++)
        {
            while (reports.All.Count < looks && !waiting.IsCompleted)
                await Task.Delay(1, Token);
            await Task.Delay(20, Token);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        (await waiting).Problem!.Message.ShouldContain("not done in time");
        reports.All[0].Error.ShouldNotBeNull().ShouldContain("503");
        reports.All[^1].Error.ShouldBeNull();
        reports.All.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_look_without_an_answer_ends_with_the_deadline()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        var created = await snapshots.CreateAsync(Machine, "b1", null, Token);
        server.Break(
            new Fault(FaultKind.Stall)
            {
                Method = "GET",
                Path = "/virtualmachinesnapshots/b1",
                Times = 100,
            }
        );
        var watch = Stopwatch.StartNew();
        var late = await snapshots.WaitAsync(
            created,
            wait: new WaitOptions { Limit = TimeSpan.FromMilliseconds(300) },
            cancellationToken: Token
        );
        late.Problem!.Message.ShouldContain("not done in time");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Waiting_stops_when_it_is_cancelled_and_leaves_the_snapshot()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        var created = await snapshots.CreateAsync(Machine, "b1", null, Token);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reports = new Reports<VirtualMachineSnapshot>(
            (_, looks) =>
            {
                if (looks == 2)
                    source.Cancel();
            }
        );
        await Should.ThrowAsync<OperationCanceledException>(() =>
            snapshots.WaitAsync(created, wait: Short, progress: reports, cancellationToken: source.Token)
        );
        reports.All.Count.ShouldBe(2);
        server.Store.Find(created.Id).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", Consistency.Offline)]
    [InlineData("Online GuestAgent", Consistency.FilesystemConsistent)]
    [InlineData("Online NoGuestAgent", Consistency.CrashConsistent)]
    [InlineData("Online GuestAgent QuiesceTimeout", Consistency.CrashConsistent)]
    [InlineData("Online Paused", Consistency.CrashConsistent)]
    [InlineData("Online GuestAgent PartialSnapshot", Consistency.FilesystemConsistent)]
    [InlineData("PartialSnapshot", Consistency.Offline)]
    // They are only ever added: the machine had an agent at one look and none at another.
    [InlineData("Online GuestAgent NoGuestAgent", Consistency.CrashConsistent)]
    [InlineData("Online GuestAgent Paused", Consistency.CrashConsistent)]
    [InlineData("Online GuestAgent QuiesceFailed", Consistency.CrashConsistent)]
    [InlineData("GuestAgent", Consistency.CrashConsistent)]
    public void The_worth_of_a_snapshot_follows_from_its_indications(string indications, Consistency worth)
    {
        var snapshot = new VirtualMachineSnapshot(new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "b1"), "1")
        {
            Indications = indications.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
        snapshot.Consistency.ShouldBe(Consistency.Unknown);
        (snapshot with { CreationTime = DateTimeOffset.UnixEpoch }).Consistency.ShouldBe(worth);
    }

    [Fact]
    public async Task A_restore_is_created_waited_for_and_read()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var restores = new VirtualMachineRestores(client, Quick);
        var snapshot = new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "b1");
        var options = new VirtualMachineRestoreOptions
        {
            TargetReadinessPolicy = "StopTarget",
            VolumeRestorePolicy = "PrefixTargetName",
            Patches = ["""{"op":"remove","path":"/spec/x"}"""],
        };
        var created = await restores.CreateAsync(snapshot, "db", "r1", options, Token);
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .Replace("\\u0022", "\\\"", StringComparison.Ordinal)
            .ShouldBe(
                """{"target":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"db"},"virtualMachineSnapshotName":"b1","targetReadinessPolicy":"StopTarget","volumeRestorePolicy":"PrefixTargetName","patches":["{\"op\":\"remove\",\"path\":\"/spec/x\"}"]}"""
            );
        server.SetStatus(
            created.Id,
            """{"complete":true,"restoreTime":"2026-01-02T03:04:05Z","deletedDataVolumes":["old"],"restores":[{"volumeName":"root","persistentVolumeClaim":"db-root","volumeSnapshotName":"s"}]}"""
        );
        var complete = await restores.WaitAsync(created, Short, null, Token);
        (complete.IsComplete, complete.Problem, complete.RestoreTime!.Value.Year).ShouldBe((true, null, 2026));
        complete
            .Claims.ShouldHaveSingleItem()
            .ShouldBe(KeyValuePair.Create("root", new ResourceId(Kinds.PersistentVolumeClaim, "shop", "db-root")));
        complete.DeletedDataVolumes.ShouldBe(["old"]);
        await restores.DeleteAsync(complete, Token);
        server.Store.Find(created.Id).ShouldBeNull();
    }

    [Fact]
    public async Task A_restore_that_fails_says_what_the_controller_said()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var restores = new VirtualMachineRestores(client, Quick);
        var created = await restores.CreateAsync(
            new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "b1"),
            "copy",
            "r1",
            null,
            Token
        );
        server.SetStatus(
            created.Id,
            """{"complete":false,"conditions":[{"type":"Failure","status":"True","reason":"restore source and restore target are different but restore target already exists"}]}"""
        );
        var problem = (await restores.WaitAsync(created, Short, null, Token)).Problem.ShouldNotBeNull();
        (problem.Id, problem.Resource).ShouldBe((FindingIds.ActionNotDone, created.Id));
        problem.Message.ShouldContain("restore target already exists");
    }

    [Fact]
    public async Task What_cannot_be_named_and_what_the_server_refuses_are_reported_at_once()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var snapshots = new VirtualMachineSnapshots(client, Quick);
        (
            await Should.ThrowAsync<ArgumentException>(() =>
                snapshots.CreateAsync(new ResourceId(Kinds.Secret, "shop", "db"), "b1", null, Token)
            )
        ).Message.ShouldContain("no VirtualMachine");
        (
            await Should.ThrowAsync<ArgumentException>(() => snapshots.CreateAsync(Machine, "B 1", null, Token))
        ).Message.ShouldContain("'B 1'");
        await Should.ThrowAsync<ArgumentException>(() => snapshots.FindAsync(Machine, Token));
        server.Requests.ShouldBeEmpty();
        await snapshots.CreateAsync(Machine, "b1", null, Token);
        var taken = await Should.ThrowAsync<ClusterException>(() => snapshots.CreateAsync(Machine, "b1", null, Token));
        (taken.Reason, taken.Path).ShouldBe(
            ("AlreadyExists", "/apis/snapshot.kubevirt.io/v1beta1/namespaces/shop/virtualmachinesnapshots")
        );
    }

    private const string Taken = """{"phase":"InProgress","creationTime":"2026-01-02T03:04:05Z","readyToUse":false}""";

    private const string Ready = """
        {"phase":"Succeeded","creationTime":"2026-01-02T03:04:05Z","readyToUse":true,"virtualMachineSnapshotContentName":"vmsnapshot-content-1",
         "indications":["GuestAgent","Online"],"sourceIndications":[{"indication":"GuestAgent","message":"m"},{"indication":"Online","message":"m"},{"indication":"PartialSnapshot","message":"m"}],
         "snapshotVolumes":{"includedVolumes":["root"],"excludedVolumes":["init","data"]},
         "conditions":[{"type":"Ready","status":"True","reason":"Ready"},{"type":"Progressing","status":"False","reason":"Done","message":"Operation complete"}]}
        """;
}
