using System.Text.Json;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class RestoreSampleTests : IDisposable
{
    private const string Restore = "docs/samples/restore.cs";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private string Output => Path.Combine(_folder.FullName, "out");

    [Fact]
    public async Task Sets_are_written_in_order_and_the_document_tells_what_changed()
    {
        var run = await SampleRun.RunAsync(
            Restore,
            null,
            "docs/samples/manifests",
            "--output",
            Output,
            "--format",
            "json",
            "--map-namespace",
            "shop=copy",
            "--rename-vm",
            "shop/db=db2",
            "--map-storage-class",
            "ceph-rbd=fast",
            "--map-network",
            "net-shared/vlan10=net-b/vlan20",
            "--identity",
            "unique",
            "--run-strategy",
            "Halted"
        );
        run.ExitCode.ShouldBe(1, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        document
            .RootElement.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["formatVersion", "sets", "changes", "skipped", "nodeNeeds", "findings"]);
        foreach (var (number, set) in document.RootElement.GetProperty("sets").EnumerateArray().Index())
        {
            var written = await new ManifestReader().ReadPathsAsync(
                [Path.Combine(Output, $"set-{number:000}.yaml")],
                TestContext.Current.CancellationToken
            );
            written.Findings.ShouldBeEmpty();
            written
                .Resources.Select(resource => resource.Id.ToString())
                .Order(StringComparer.Ordinal)
                .ShouldBe(
                    set.GetProperty("resources")
                        .EnumerateArray()
                        .Select(id => id.GetString()!)
                        .Order(StringComparer.Ordinal)
                );
        }

        var all = await new ManifestReader().ReadPathsAsync([Output], TestContext.Current.CancellationToken);
        var machine = all.Resources.Single(resource =>
            resource.Id == ResourceId.Parse("VirtualMachine.kubevirt.io/copy/db2")
        );
        machine.StringAt("/spec/runStrategy").ShouldBe("Halted");
        machine.StringAt("/spec/template/spec/networks/1/multus/networkName").ShouldBe("net-b/vlan20");
        machine.StringAt("/spec/dataVolumeTemplates/0/spec/storage/storageClassName").ShouldBe("fast");
        machine.StringAt("/spec/dataVolumeTemplates/0/spec/sourceRef/namespace").ShouldBe("golden-images");
        machine.At("/spec/template/spec/domain/devices/interfaces/0/macAddress").ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_beside_its_original_is_held_and_has_volumes_of_its_own()
    {
        var run = await SampleRun.RunAsync(
            Restore,
            null,
            "docs/samples/manifests",
            "--root",
            "VirtualMachine.kubevirt.io/shop/db",
            "--output",
            Output,
            "--format",
            "diff",
            "--rename-vm",
            "shop/db=db2",
            "--rename-owned",
            "--identity",
            "unique",
            "--run-strategy",
            "hold"
        );
        run.Output.ShouldContain("~ /metadata/name: \"db\" -> \"db2\"");
        run.Output.ShouldNotContain("KVB4028");
        var all = await new ManifestReader().ReadPathsAsync([Output], TestContext.Current.CancellationToken);
        var machine = all.Resources.Single(resource =>
            resource.Id == ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db2")
        );
        machine.StringAt("/spec/runStrategy").ShouldBe("Halted");
        machine.StringAt("/metadata/annotations/kubevirt-backup~1held-run-state").ShouldNotBeNull();
        all.Resources.Where(resource => resource.Id.Kind == Kinds.PersistentVolumeClaim)
            .ShouldAllBe(claim => claim.Id.Name.StartsWith("db2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_holds_the_rehearsal_where_there_was_one(bool isRehearsed)
    {
        string[] arguments = ["docs/samples/manifests", "--output", Output, "--format", "html"];
        var run = await SampleRun.RunAsync(Restore, null, isRehearsed ? [.. arguments, "--rehearse"] : arguments);
        run.Output.ShouldStartWith("<!doctype html>");
        run.Output.Contains("\"rehearsal\":{", StringComparison.Ordinal).ShouldBe(isRehearsed);
    }

    [Fact]
    public async Task A_disk_is_dropped_and_another_is_on_a_claim_of_the_target()
    {
        string[] arguments =
        [
            "docs/samples/manifests",
            "--root",
            "vm/shop/db",
            "--output",
            Output,
            "--without-disk",
            "data",
            "--other-disks",
            "drop",
            "--map-disk",
            "shop/db-root=golden",
        ];
        var run = await SampleRun.RunAsync(Restore, null, arguments);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("KVB4009");
        run.Output.ShouldContain("KVB4072");
        var sets = string.Concat(Directory.EnumerateFiles(Output).Select(File.ReadAllText));
        sets.ShouldContain("claimName: golden");
        sets.ShouldNotContain("db-data");

        var wrong = await SampleRun.RunAsync(Restore, null, [.. arguments[..4], "--map-disk", "golden"]);
        wrong.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task An_archive_is_restored_as_its_manifests_are()
    {
        var archive = Path.Combine(_folder.FullName, "backup.tar.gz");
        await VeleroArchive.WriteFileAsync(
            Repository.SampleManifests.Resources,
            archive,
            TestContext.Current.CancellationToken
        );
        var expected = await SampleRun.RunAsync(
            Restore,
            null,
            "docs/samples/manifests",
            "--output",
            Output,
            "--format",
            "json"
        );
        var run = await SampleRun.RunAsync(Restore, null, archive, "--output", Output + "2", "--format", "json");
        run.ShouldBe(expected);
        foreach (var file in Directory.EnumerateFiles(Output))
            (
                await File.ReadAllBytesAsync(
                    Path.Combine(Output + "2", Path.GetFileName(file)),
                    TestContext.Current.CancellationToken
                )
            ).ShouldBe(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_value_of_a_secret_is_printed()
    {
        foreach (var format in new[] { "text", "json" })
        {
            var run = await SampleRun.RunAsync(
                Restore,
                null,
                "docs/samples/manifests",
                "--output",
                Output + format,
                "--format",
                format,
                "--map-namespace",
                "shop=copy"
            );
            foreach (
                var secret in Repository.SampleManifests.Resources.Where(resource => resource.Id.Kind == Kinds.Secret)
            )
            {
                foreach (
                    var value in secret.At("/data")?.EnumerateObject().Select(member => member.Value.GetString()!) ?? []
                )
                    run.Output.ShouldNotContain(value);
            }
        }
    }

    [Theory]
    [InlineData("There is no", "--run-strategy", "Sometimes")]
    [InlineData("Not valid in Kubernetes", "--map-namespace", "shop=Not_Valid")]
    [InlineData("is not of the form", "--map-network", "vlan10=x")]
    [InlineData("is not of the form ID=B", "--rename", "db=x")]
    [InlineData("is not of the form ID=B", "--rename", "Namespace/shop=x")]
    [InlineData("maps already", "--rename-vm", "shop/db=x", "--rename", "VirtualMachine.kubevirt.io/shop/db=y")]
    [InlineData("maps already", "--map-namespace", "shop=a", "--map-namespace", "shop=b")]
    [InlineData("Argument 'other' not recognized", "--identity", "other")]
    [InlineData("The input has no", "--root", "Secret/shop/nobody")]
    public async Task Wrong_usage_is_one_line_exit_code_2_and_no_folder(string expected, params string[] arguments)
    {
        var run = await SampleRun.RunAsync(Restore, null, ["docs/samples/manifests", "--output", Output, .. arguments]);
        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.TrimEnd().ShouldNotContain('\n');
        if (expected != "There is no")
            run.Error.ShouldContain(expected);
        Directory.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone()
    {
        Directory.CreateDirectory(Output);
        var file = Path.Combine(Output, "mine.txt");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);
        var run = await SampleRun.RunAsync(Restore, null, "docs/samples/manifests", "--output", Output);
        run.ExitCode.ShouldBe(2, run.Output);
        Directory.EnumerateFileSystemEntries(_folder.FullName).ShouldBe([Output]);
        Directory.EnumerateFileSystemEntries(Output).ShouldBe([file]);
    }

    [Fact]
    public async Task A_map_that_merges_two_objects_is_refused_and_writes_nothing()
    {
        var input = Path.Combine(_folder.FullName, "in.yaml");
        await File.WriteAllTextAsync(
            input,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: b}\n",
            TestContext.Current.CancellationToken
        );
        var run = await SampleRun.RunAsync(Restore, null, input, "--output", Output, "--map-namespace", "a=b");
        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("KVB4001");
        Directory.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public async Task The_quickstart_needs_nothing_and_shows_the_whole_loop()
    {
        var run = await SampleRun.RunAsync("docs/samples/quickstart.cs", null);
        run.ExitCode.ShouldBe(0, run.Error);
        foreach (
            var expected in new[]
            {
                "├─ Secret db-cloudinit: cloud-init user data",
                "VirtualMachine.kubevirt.io/shop/db: complete",
                "FilesystemConsistent",
                "6 sets",
                "VirtualMachine.kubevirt.io/shop/db  (namespace shop-copy)",
                "[pin-revisions]",
                "KVB4002",
            }
        )
            run.Output.ShouldContain(expected);
        run.Output.ReplaceLineEndings("\n").Split('\n').Length.ShouldBeLessThan(70);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
