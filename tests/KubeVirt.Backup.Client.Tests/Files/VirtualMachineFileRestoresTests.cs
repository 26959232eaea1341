using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Files;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class VirtualMachineFileRestoresTests
{
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "db");
    private static readonly VirtualMachineFileRestoreOptions Home = new() { SourcePath = "/home/donald" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PersistentVolumeClaim/shop/b", """{"pvc":{"name":"b"}}""")]
    [InlineData("PersistentVolumeClaim/vault/b", """{"pvc":{"name":"b","namespace":"vault"}}""")]
    [InlineData("VolumeSnapshot.snapshot.storage.k8s.io/shop/b", """{"snapshot":{"name":"b"}}""")]
    public async Task Files_are_restored_from_a_claim_or_a_snapshot(string source, string expected)
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var files = new VirtualMachineFileRestores(client, Quick);
        var created = await files.CreateAsync(Machine, "f1", ResourceId.Parse(source), Home, Token);
        server.Store.Find(created.Id)!["apiVersion"]!.GetValue<string>().ShouldBe("filerestore.kubevirt.io/v1alpha1");
        server.Store.Find(created.Id)!["spec"]!
            .ToJsonString()
            .ShouldBe(
                """{"target":{"apiGroup":"kubevirt.io","kind":"VirtualMachine","name":"db"},"source":"""
                    + expected
                    + ""","sourcePath":"/home/donald"}"""
            );
        server.SetStatus(
            created.Id,
            """
            {"phase":"Succeeded","restoredFilesCount":123,"mountPath":"/backup","startTime":"2026-01-01T01:00:00Z",
            "completionTime":"2026-01-01T01:23:45Z","conditions":[{"type":"Completed","status":"True"}]}
            """
        );
        var done = await files.WaitAsync(created, Short, null, Token);
        (done.IsComplete, done.IsMounted, done.Problem, done.RestoredFiles, done.MountPath).ShouldBe(
            (true, false, null, 123, "/backup")
        );
        (done.CompletionTime - done.StartTime)!.Value.TotalSeconds.ShouldBe(1425);
        await files.DeleteAsync(done, Token);
        server.Store.Find(created.Id).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_path_the_volume_is_mounted_and_what_is_remote_is_named()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var files = new VirtualMachineFileRestores(client, Quick);
        var created = await files.CreateFromRemoteAsync(Machine, "f1", "s3_backup", "buck1", null, Token);
        server.Store.Find(created.Id)!["spec"]!["source"]!
            .ToJsonString()
            .ShouldBe("""{"remote":{"name":"s3_backup","bucket":"buck1"}}""");
        server.SetStatus(created.Id, """{"phase":"VolumeReady","mountPath":"/backup"}""");
        var ready = await files.WaitAsync(created, Short, null, Token);
        (ready.IsComplete, ready.IsMounted, ready.RestoredFiles).ShouldBe((false, true, null));
    }

    [Fact]
    public async Task A_restore_that_fails_says_what_the_operator_said()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var files = new VirtualMachineFileRestores(client, Quick);
        var claim = new ResourceId(Kinds.PersistentVolumeClaim, "shop", "b");
        var created = await files.CreateAsync(Machine, "f1", claim, Home, Token);
        server.SetStatus(created.Id, """{"phase":"Failed","errorMessage":"no helper in the guest"}""");
        var problem = (await files.WaitAsync(created, Short, null, Token)).Problem.ShouldNotBeNull();
        problem.Id.ShouldBe(FindingIds.ActionNotDone);
        problem.Message.ShouldContain("no helper in the guest");
        await Should.ThrowAsync<ArgumentException>(() => files.CreateAsync(Machine, "f2", Machine, Home, Token));
    }

    [Fact]
    public async Task A_cluster_without_the_operator_says_so()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.Api.Types.RemoveAll(type => type.Kind.Group == "filerestore.kubevirt.io");
        using var client = server.CreateClient();
        var claim = new ResourceId(Kinds.PersistentVolumeClaim, "shop", "b");
        var refused = await Should.ThrowAsync<ClusterException>(() =>
            new VirtualMachineFileRestores(client, Quick).CreateAsync(Machine, "f1", claim, Home, Token)
        );
        refused.Message.ShouldContain("does not serve the kind VirtualMachineFileRestore.filerestore.kubevirt.io");
    }

    [Fact]
    public void It_is_an_action_and_no_restore_brings_it_back()
    {
        var id = new ResourceId(Kinds.VirtualMachineFileRestore, "shop", "f1");
        var restore = Resource.Parse(
            """
            {"apiVersion":"filerestore.kubevirt.io/v1alpha1","kind":"VirtualMachineFileRestore",
            "metadata":{"name":"f1","namespace":"shop"},"spec":{}}
            """
        );
        var plan = BackupPlanner.Plan([restore], new PlanOptions { Roots = [id] });
        plan.ClassOf(id).Class.ShouldBe(ObjectClass.Action);
    }
}
