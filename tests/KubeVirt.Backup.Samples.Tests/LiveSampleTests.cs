using System.Security.Cryptography;
using System.Text.Json;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class LiveSampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_whose_guests_could_not_be_frozen_ends_with_1()
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        source.Guest(ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db")).HasLostAgent = true;
        var backup = await BackUpAsync(source, Path.Combine(_folder.FullName, "shop.tar.gz"), "--freeze");
        backup.Output.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: CrashConsistent");
        backup.ExitCode.ShouldBe(1, backup.Output);
    }

    [Fact]
    public async Task What_the_backup_left_out_is_left_out_of_the_restore_which_says_so()
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        await using var target = await TestCluster.StartAsync();
        var archive = Path.Combine(_folder.FullName, "shop.tar.gz");
        var backup = await BackUpAsync(source, archive, "--without-disk", "machines=shop/db; names=data");
        backup.Error.ShouldBeEmpty();

        var restore = await RestoreAsync(target, archive, "--other-disks", "drop");

        restore.Error.ShouldContain("The backup left out");
        restore.Error.ShouldContain("shop/db");
        var machine = target.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db"))!;
        var volumes = machine["spec"]!["template"]!["spec"]!["volumes"]!.AsArray();
        volumes.Select(volume => volume!["name"]!.GetValue<string>()).ShouldNotContain("data");
    }

    [Fact]
    public async Task A_restore_is_rehearsed_against_what_the_target_holds_and_writes_nothing()
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        await using var target = await TestCluster.StartAsync();
        var archive = Path.Combine(_folder.FullName, "shop.tar.gz");
        await BackUpAsync(source, archive);

        var restore = await RestoreAsync(target, archive, "--rehearse");

        restore.Output.ShouldContain("WouldCreate");
        restore.Output.ShouldContain("the target has no class ceph-rbd");
        restore.Output.ShouldContain("KVB5017: Not known to the rehearsal: the configuration of KubeVirt");
        restore.ExitCode.ShouldBe(1);
        target.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")).ShouldBeNull();
    }

    [Fact]
    public async Task A_namespace_is_backed_up_from_one_cluster_and_restored_to_another()
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        await using var target = await TestCluster.StartAsync();
        var archive = Path.Combine(_folder.FullName, "shop.tar.gz");
        var backup = await BackUpAsync(source, archive, "--freeze");
        backup.Error.ShouldBeEmpty();
        backup.ExitCode.ShouldBe(0, backup.Output);
        backup.Output.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: FilesystemConsistent");

        var restore = await RestoreAsync(target, archive, "--map-namespace", "shop=copy", "--identity", "unique");
        restore.Error.ShouldBeEmpty();
        restore.Output.ShouldContain("Namespace/copy: Created");
        restore.Output.ShouldNotContain("Namespace/copy was not found");
        restore.Output.ShouldContain("StorageClass.storage.k8s.io/ceph-rbd is not restored and must be in the target");
        var storage = """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"ceph-rbd"}}""";
        target.Add([Resource.Parse(storage)]);
        var adopted = await RestoreAsync(
            target,
            archive,
            "--map-namespace",
            "shop=copy",
            "--identity",
            "unique",
            "--existing",
            "adopt"
        );
        adopted.Output.ShouldContain("VirtualMachine.kubevirt.io/copy/db: Adopted");
        adopted.Output.ShouldNotContain("StorageClass.storage.k8s.io/ceph-rbd is not restored");
        target.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/copy/db")).ShouldNotBeNull();

        target.Controllers = () => Controllers.Finish(target, "Bound", "Succeeded");
        string[] held =
        [
            "--map-namespace",
            "shop=held",
            "--run-strategy",
            "hold",
            "--wait",
            "60",
            "--journal",
            Path.Combine(_folder.FullName, "journal"),
        ];
        var first = await RestoreAsync(target, archive, held);
        first.Error.ShouldBeEmpty();
        first.Output.ShouldContain("VirtualMachine.kubevirt.io/held/db: Created");
        first.Output.ShouldContain("nothing shows that data was put there");
        first.ExitCode.ShouldBe(1, "the claims are empty");
        var machine = target.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/held/db"))!;
        machine["spec"]!["runStrategy"]!.GetValue<string>().ShouldBe("Halted", "its claims are empty");

        first.Output.ShouldContain("say so with --filled or --all-filled");
        first.Output.ShouldNotContain("ApplyOptions");
        first.Output.ShouldNotContain("ClusterTarget");

        string[] one = [.. held, "--filled", "held/db-root"];
        var half = await RestoreAsync(target, archive, one);
        half.Error.ShouldBeEmpty();
        half.Output.ShouldContain("the restore made PersistentVolumeClaim/held/db-data empty");

        string[] all = [.. one, "--filled", "held/db-data"];
        var again = await RestoreAsync(target, archive, all);
        machine = target.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/held/db"))!;
        machine["spec"]!["runStrategy"]!.GetValue<string>().ShouldBe("Always", "it was held and is let run");
        again.Error.ShouldBeEmpty();
        again.Output.ShouldContain("VirtualMachine.kubevirt.io/held/db: Resumed");
        again.Output.ShouldNotContain(": Created");

        var checkedOnly = await RestoreAsync(
            target,
            archive,
            "--map-namespace",
            "shop=third",
            "--dry-run",
            "--format",
            "json"
        );
        checkedOnly.Error.ShouldBeEmpty();
        using var document = JsonDocument.Parse(checkedOnly.Output);
        document
            .RootElement.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["formatVersion", "sets", "changes", "skipped", "nodeNeeds", "findings", "applied"]);
        document
            .RootElement.GetProperty("applied")
            .EnumerateArray()
            .ShouldContain(applied =>
                applied.GetProperty("resource").GetString() == "Namespace/third"
                && applied.GetProperty("outcome").GetString() == "WouldCreate"
            );
        target.Store.Find(ResourceId.Parse("Namespace/third")).ShouldBeNull();
    }

    [Fact]
    public async Task Snapshots_are_taken_while_guests_are_frozen_and_a_second_backup_takes_its_own()
    {
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        SnapshotDriver.InstallOn(server);
        foreach (var run in new[] { 1, 2 })
        {
            var backup = await BackUpAsync(
                server,
                Path.Combine(_folder.FullName, $"{run}.tar.gz"),
                "--freeze",
                "--snapshot"
            );
            backup.Error.ShouldBeEmpty();
            backup.ExitCode.ShouldBe(0, backup.Output);
            backup.Output.ShouldContain(
                "PersistentVolumeClaim/shop/db-root: snapshot VolumeSnapshot.snapshot.storage.k8s.io/shop/backup-"
            );
            backup.Output.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: FilesystemConsistent");
        }

        foreach (var storage in server.Store.List(Kinds.VolumeSnapshotClass, null))
            server.Remove(
                new ResourceId(Kinds.VolumeSnapshotClass, null, storage["metadata"]!["name"]!.GetValue<string>())
            );
        var lacking = await BackUpAsync(server, Path.Combine(_folder.FullName, "3.tar.gz"), "--snapshot");
        lacking.ExitCode.ShouldBe(1);
        lacking.Output.ShouldContain("No snapshot of the claim can be taken");
        server
            .Store.List(Kinds.VolumeSnapshot, "shop")
            .Count(snapshot =>
                snapshot["metadata"]!["name"]!.GetValue<string>().EndsWith("-db-root", StringComparison.Ordinal)
            )
            .ShouldBe(2);
    }

    [Fact]
    public async Task An_archive_that_is_written_with_a_key_is_restored_with_it_alone()
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        await using var target = await TestCluster.StartAsync();
        var archive = Path.Combine(_folder.FullName, "shop.enc");
        var key = WriteKey("nightly.key", RandomNumberGenerator.GetBytes(ArchiveKey.Size));
        var other = WriteKey("nightly.other", RandomNumberGenerator.GetBytes(ArchiveKey.Size));
        var backup = await BackUpAsync(source, archive, "--key", key, "--without-disk", "names=data");
        backup.ExitCode.ShouldBe(0, backup.Output + backup.Error);

        var without = await RestoreAsync(target, archive);
        var wrong = await RestoreAsync(target, archive, "--key", other);
        target.Requests.ShouldNotContain(request => request.Method == "POST");
        var restore = await RestoreAsync(target, archive, "--key", key, "--other-disks", "drop");

        (without.Output + without.Error).ShouldContain("nightly");
        without.ExitCode.ShouldNotBe(0);
        wrong.ExitCode.ShouldNotBe(0);
        restore.Output.ShouldContain("VirtualMachine.kubevirt.io/shop/db: Created");
        restore.Error.ShouldContain("The backup left out");
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("no base64")]
    public async Task A_file_that_holds_no_key_is_one_line_and_nothing_is_written(string content)
    {
        await using var source = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        var key = Path.Combine(_folder.FullName, "key");
        await File.WriteAllTextAsync(key, content, TestContext.Current.CancellationToken);
        var archive = Path.Combine(_folder.FullName, "shop.tar.gz");

        var backup = await BackUpAsync(source, archive, "--key", key);

        backup.ExitCode.ShouldBe(2);
        backup.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("holds no key");
        File.Exists(archive).ShouldBeFalse();
    }

    [Fact]
    public async Task A_journal_that_another_process_has_open_is_not_written()
    {
        await using var target = await TestCluster.StartAsync();
        var file = Path.Combine(_folder.FullName, "journal");
        var manifests = Repository.PathOf("docs", "samples", "manifests");
        SampleRun run;
        using (ApplyJournal.Open(file, new RestoreResult([], [], [], [])))
        {
            run = await RestoreAsync(target, manifests, "--journal", file);
        }

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("One process at a time writes a journal");
        target.Requests.ShouldNotContain(request => request.Method == "POST");
        ApplyJournal.Open(file, new RestoreResult([], [], [], [])).Dispose();
    }

    [Fact]
    public async Task A_kubeconfig_that_is_absent_is_one_line()
    {
        var run = await SampleRun.RunAsync(
            Repository.PathOf("docs", "samples", "live-backup.cs"),
            null,
            "--kubeconfig",
            "/nowhere",
            "--namespace",
            "shop",
            "--output",
            "x.tar.gz"
        );
        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("/nowhere");
    }

    private string WriteKey(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, Convert.ToBase64String(bytes));

        return file;
    }

    /// <summary>Backs up the machine db, of the namespace shop, as a user would.</summary>
    private Task<SampleRun> BackUpAsync(TestCluster source, string archive, params string[] options) =>
        SampleRun.RunAsync(
            Repository.PathOf("docs", "samples", "live-backup.cs"),
            null,
            [
                "--kubeconfig",
                source.WriteKubeconfig(_folder),
                "--namespace",
                "shop",
                "--vm",
                "db",
                "--output",
                archive,
                .. options,
            ]
        );

    private Task<SampleRun> RestoreAsync(TestCluster target, string archive, params string[] options) =>
        SampleRun.RunAsync(
            Repository.PathOf("docs", "samples", "live-restore.cs"),
            null,
            [archive, "--kubeconfig", target.WriteKubeconfig(_folder), .. options]
        );
}
