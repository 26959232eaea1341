using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>The samples that choose ways and carry them out.</summary>
public sealed class WaySampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("auto", "incremental by tracker db-nightly", "VirtualMachineBackup.backup.kubevirt.io/shop/backup-")]
    [InlineData("csi", "CSI snapshots", "VolumeSnapshot.snapshot.storage.k8s.io/shop/backup-")]
    [InlineData("group", "a group snapshot", "VolumeSnapshot.snapshot.storage.k8s.io/shop/backup-")]
    [InlineData("kubevirt", "a VirtualMachineSnapshot", "VolumeSnapshot.snapshot.storage.k8s.io/shop/vs-root")]
    [InlineData(
        "incremental",
        "incremental by tracker db-nightly",
        "VirtualMachineBackup.backup.kubevirt.io/shop/backup-"
    )]
    public async Task Each_way_is_carried_out_and_stands_in_the_archive(string way, string summary, string snapshot)
    {
        await using var server = await StartAsync();
        var archive = Path.Combine(_folder.FullName, $"{way}.tar.gz");
        var run = await BackUpAsync(server, "--way", way, "--output", archive);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain($"VirtualMachine.kubevirt.io/shop/db: {summary}: ");
        run.Output.ShouldContain($"PersistentVolumeClaim/shop/root: {snapshot}");
        run.Output.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: FilesystemConsistent");
        var document = await BackupArchive.ReadFileAsync(archive, null, TestContext.Current.CancellationToken);
        document.Verdicts.Single().Consistency.ShouldBe(Consistency.FilesystemConsistent);
        document.Plan.Machines.Single().Way!.Summary.ShouldBe(summary);
        document
            .Points.Select(point => point.Kind)
            .ShouldBe(summary.StartsWith("incremental") ? [ChainPointKind.Incremental] : []);
    }

    [Fact]
    public async Task A_way_that_is_not_possible_is_one_line_of_error_and_no_archive()
    {
        await using var server = await StartAsync();
        server.Api.Types.RemoveAll(type => type.Kind.Group == "groupsnapshot.storage.k8s.io");
        var archive = Path.Combine(_folder.FullName, "none.tar.gz");
        var run = await BackUpAsync(server, "--way", "group", "--output", archive);

        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("KVB3052");
        run.Output.ShouldContain("does not serve VolumeGroupSnapshotClass");
        File.Exists(archive).ShouldBeFalse();
        server.Requests.ShouldNotContain(request => request.Method != "GET" && !request.Path.Contains("accessreviews"));
    }

    [Theory]
    [InlineData("--way", "best", "best")]
    [InlineData("--claim", "backups", "--claim is for --way auto or incremental")]
    public async Task Wrong_usage_is_one_line(string option, string value, string message)
    {
        await using var server = await StartAsync();
        var run = await BackUpAsync(server, option, value, "--output", "x.tar.gz");
        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(message);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_shows_the_way_and_why_not_another()
    {
        var file = Path.Combine(_folder.FullName, "objects.yaml");
        var world = new WayWorld();
        await File.WriteAllTextAsync(file, world.Yaml, TestContext.Current.CancellationToken);
        var run = await SampleRun.RunAsync("docs/samples/plan.cs", null, file);
        run.Output.ShouldContain("VirtualMachine.kubevirt.io/shop/db: incremental by tracker db-nightly: ");

        world.With("  changedBlockTracking: { state: Enabled }\n", "");
        await File.WriteAllTextAsync(file, world.Yaml, TestContext.Current.CancellationToken);
        run = await SampleRun.RunAsync("docs/samples/plan.cs", null, file);
        run.Output.ShouldContain("Changed block tracking is off for this VM, label it cbt=on");
        run = await SampleRun.RunAsync("docs/samples/plan.cs", null, file, "--way", "incremental");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("KVB3052");
    }

    private static async Task<TestCluster> StartAsync()
    {
        Resource[] all =
        [
            .. new WayWorld().Resources,
            TestMachines.Namespace("shop"),
            TestMachines.Namespace("kubevirt"),
        ];
        var server = await TestCluster.StartAsync(all);
        WayControllers.On(server);
        return server;
    }

    private Task<SampleRun> BackUpAsync(TestCluster server, params string[] options) =>
        SampleRun.RunAsync(
            Repository.PathOf("docs", "samples", "live-backup.cs"),
            null,
            ["--kubeconfig", server.WriteKubeconfig(_folder), "--namespace", "shop", "--vm", "db", .. options]
        );
}
