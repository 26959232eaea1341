using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class VirtualMachineBackupsTests
{
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tracker_tells_the_checkpoint_that_the_next_backup_begins_from()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var trackers = new VirtualMachineBackupTrackers(client, Quick);
        var created = await trackers.CreateAsync(Machine, "t1", null, Token);
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe("""{"source":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"db"}}""");
        created.LatestCheckpoint.ShouldBeNull();
        server.SetStatus(
            created.Id,
            """{"latestCheckpoint":{"name":"c1","creationTime":"2026-01-02T03:04:05Z","volumes":[{"volumeName":"root"}]},"checkpointRedefinitionRequired":true}"""
        );
        var seen = (await trackers.FindAsync(created.Id, Token)).ShouldNotBeNull();
        (
            seen.LatestCheckpoint!.Name,
            seen.LatestCheckpoint.CreationTime!.Value.Year,
            seen.RequiresRedefinition
        ).ShouldBe(("c1", 2026, true));
        seen.LatestCheckpoint.Volumes.ShouldBe(["root"]);
        await trackers.DeleteAsync(seen, Token);
        (await trackers.FindAsync(created.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_backup_is_pushed_waited_for_and_read()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var backups = new VirtualMachineBackups(client, Quick);
        var tracker = new ResourceId(Kinds.VirtualMachineBackupTracker, "shop", "t1");
        var created = await backups.CreateAsync(
            tracker,
            "b1",
            "scratch",
            new VirtualMachineBackupOptions { SkipsQuiesce = true, ForcesFull = true },
            Token
        );
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe(
                """{"source":{"apiGroup":"backup.kubevirt.io","kind":"VirtualMachineBackupTracker","name":"t1"},"pvcName":"scratch","skipQuiesce":true,"forceFullBackup":true}"""
            );
        (created.IsIncremental, created.IsComplete, created.Consistency).ShouldBe((null, false, Consistency.Unknown));
        server.SetStatus(
            created.Id,
            """
            {"type":"Incremental","checkpointName":"c2","includedVolumes":[{"volumeName":"root"}],
             "conditions":[{"type":"Complete","status":"True","reason":"CompletedWithWarning","message":"odd"},{"type":"Quiesced","status":"False","reason":"QuiesceFailed"}]}
            """
        );
        var done = await backups.WaitAsync(created, Short, null, Token);
        (done.IsComplete, done.Problem, done.IsIncremental, done.Checkpoint, done.Warning).ShouldBe(
            (true, null, true, "c2", "odd")
        );
        done.Consistency.ShouldBe(Consistency.CrashConsistent);
        done.Volumes.ShouldBe([new BackupVolume("root", null, null)]);
        await backups.DeleteAsync(done, Token);
        server.Store.Find(created.Id).ShouldBeNull();
    }

    [Fact]
    public async Task A_backup_that_is_pulled_has_a_token_and_says_where_its_parts_are()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var backups = new VirtualMachineBackups(client, Quick);
        var created = await backups.CreateAsync(
            Machine,
            "b1",
            "scratch",
            new VirtualMachineBackupOptions { Pulls = true, TimeToLive = TimeSpan.FromHours(1) },
            Token
        );
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe(
                """{"source":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"db"},"pvcName":"scratch","mode":"Pull","tokenSecretRef":"b1","ttlDuration":"3600000ms"}"""
            );
        server.Store.Find(new ResourceId(Kinds.Secret, "shop", "b1"))!["metadata"]!["ownerReferences"]![0]!["kind"]!
            .GetValue<string>()
            .ShouldBe("VirtualMachineBackup");
        server.SetStatus(
            created.Id,
            """
            {"type":"Full","includedVolumes":[{"volumeName":"root","dataEndpoint":"https://h/data","mapEndpoint":"https://h/map"}],
             "conditions":[{"type":"Progressing","status":"True","reason":"ExportReady"},{"type":"Quiesced","status":"True","reason":"QuiesceSucceeded"}]}
            """
        );
        var ready = await backups.WaitAsync(created, Short, null, Token);
        (ready.IsExported, ready.IsComplete, ready.IsIncremental, ready.Consistency).ShouldBe(
            (true, false, false, Consistency.FilesystemConsistent)
        );
        ready.Volumes.ShouldBe([new BackupVolume("root", new Uri("https://h/data"), new Uri("https://h/map"))]);
        ready.Export.ShouldBe(new ResourceId(Kinds.VirtualMachineExport, "shop", "b1"));
    }

    [Fact]
    public async Task A_backup_that_fails_says_what_the_controller_said()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var backups = new VirtualMachineBackups(client, Quick);
        var created = await backups.CreateAsync(Machine, "b1", "scratch", null, Token);
        server.SetStatus(
            created.Id,
            """{"conditions":[{"type":"Progressing","status":"False","reason":"SourceLost"},{"type":"Failed","status":"True","reason":"SourceLost","message":"vm db is not running, cannot do backup"}]}"""
        );
        var problem = (await backups.WaitAsync(created, Short, null, Token)).Problem.ShouldNotBeNull();
        (problem.Id, problem.Resource).ShouldBe((FindingIds.ActionNotDone, created.Id));
        problem.Message.ShouldContain("vm db is not running");
    }

    [Fact]
    public async Task A_cluster_without_the_api_says_what_to_install()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.Api.Types.RemoveAll(type => type.Kind.Group == "backup.kubevirt.io");
        using var client = server.CreateClient();
        var refused = await Should.ThrowAsync<ClusterException>(() =>
            new VirtualMachineBackups(client, Quick).CreateAsync(Machine, "b1", "scratch", null, Token)
        );
        refused.Message.ShouldContain("does not serve the kind VirtualMachineBackup.backup.kubevirt.io");
    }
}
