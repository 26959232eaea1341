using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public sealed partial class ManifestFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifests");

    private const string IsNoFile =
        "this is a pipe or a device and no file, so it is not read with its folder. Name it to read it, or remove it.";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_gives_its_files_in_ordinal_order_and_no_others()
    {
        Write("b.yml", "b");
        Write("B.yaml", "upper");
        Write("a/z.json", "az");
        Write("a/a.ndjson", "aa");
        Write("c.JSONL", "c");
        Write("d.txt", "no");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "a", "loop"), _folder.FullName);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.yaml"), Path.Combine(_folder.FullName, "d.txt"));
        var set = await new ManifestReader().ReadPathsAsync(
            [_folder.FullName, Path.Combine(_folder.FullName, "b.yml")],
            TestContext.Current.CancellationToken
        );
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(r => r.Id.Name).ShouldBe(["upper", "aa", "az", "b", "c", "no"]);
    }

    // Velero writes each object once for each served version, the preferred one twice.
    [Theory]
    [InlineData("")]
    [InlineData("resources")]
    public async Task Of_an_unpacked_archive_one_copy_of_each_object_is_read(string below)
    {
        WriteAt("metadata/version", "1.1.0");
        foreach (var version in new[] { "", "v1-preferredversion/", "v1beta1/" })
        {
            WriteAt($"resources/things.example.org/{version}namespaces/n/kept.json", Thing("kept", version));
            WriteAt($"resources/clusterthings.example.org/{version}cluster/kept.json", Thing("cluster", version));
        }

        WriteAt("resources/things.example.org/v1beta1/namespaces/n/old.json", Thing("old", "v1beta1/"));
        WriteAt("resources/notes.yaml", Thing("note", ""));
        var set = await new ManifestReader().ReadPathsAsync(
            [Path.Combine(_folder.FullName, below)],
            TestContext.Current.CancellationToken
        );
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(resource => $"{resource.Id.Name} {resource.ApiVersion}")
            .Order()
            .ShouldBe(["cluster e/v1", "kept e/v1", "note e/v1", "old e/v1beta1"]);
    }

    [Fact]
    public async Task What_objects_are_made_from_is_named_for_what_it_is_once_a_file()
    {
        WriteAt("kustomization.yaml", "resources: [a.yaml]\n---\npatches: []\n");
        WriteAt("chart/Chart.yaml", "name: shop\nversion: 1.0.0\n");
        WriteAt("chart/values-prod.yaml", "replicas: 2\n");
        WriteAt("chart/templates/vm.yaml", "metadata: {{- include \"shop.labels\" . }}\n  name: {{ .Values.name }}\n");
        WriteAt("a.yaml", "apiVersion: e/v1\nkind: Thing\nmetadata: {name: a, annotations: {text: '{{ kept }}'}}\n");
        var set = await new ManifestReader().ReadPathsAsync([_folder.FullName], TestContext.Current.CancellationToken);
        set.Names().ShouldBe(["a"]);
        set.Findings.Select(finding => $"{finding.Severity} {finding.Id} {What(finding)}")
            .ShouldBe([
                "Warning KVB2008 a file of a Helm chart",
                "Error KVB2008 an unrendered template",
                "Warning KVB2008 a file of a Helm chart",
                "Warning KVB2008 a kustomization",
            ]);

        static string What(Finding finding) => finding.Message.Split("this is ")[1].Split(", from which")[0];
    }

    // What only looks like a template may be a manifest that somebody has broken.
    [Fact]
    public async Task A_broken_manifest_with_braces_is_still_an_error()
    {
        WriteAt("vm.yaml", "apiVersion: e/v1\nkind: Thing\nmetadata: {name: a\ndata: '{{ x }}'\n");
        var set = await new ManifestReader().ReadPathsAsync([_folder.FullName], TestContext.Current.CancellationToken);
        set.Findings.ShouldHaveSingleItem().Severity.ShouldBe(FindingSeverity.Error);
    }

    private void WriteAt(string path, string text)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Thing(string name, string version)
    {
        var apiVersion = version == "v1beta1/" ? "e/v1beta1" : "e/v1";

        return $$$"""{"apiVersion":"{{{apiVersion}}}","kind":"Thing","metadata":{"name":"{{{name}}}","namespace":"n"}}""";
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_reported_and_not_waited_for()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(),
            "There are no pipes among files here."
        );
        Write("a.yaml", "a");
        File.WriteAllText(Path.Combine(_folder.FullName, "empty.yaml"), "");
        var pipe = Path.Combine(_folder.FullName, "pipe.yaml");
        MakePipe(pipe, 0x180).ShouldBe(0);
        var link = File.CreateSymbolicLink(Path.Combine(_folder.FullName, "null.json"), "/dev/null").FullName;
        var set = await new ManifestReader()
            .ReadPathsAsync([_folder.FullName], TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        set.Names().ShouldBe(["a"]);
        set.Findings.Select(finding => finding.Message)
            .ShouldBe([$"{link}, document 1, line 1: {IsNoFile}", $"{pipe}, document 1, line 1: {IsNoFile}"]);
    }

    [Fact]
    public async Task The_same_object_in_two_files_is_reported_with_both_names()
    {
        var (a, b) = (Write("a.yaml", "x"), Write("b.yaml", "x"));
        var set = await new ManifestReader().ReadPathsAsync([b, a], TestContext.Current.CancellationToken);
        set.Resources.Count.ShouldBe(1);
        set.Findings.ShouldHaveSingleItem()
            .Message.ShouldStartWith(
                $"{a}, document 1, line 1: Secret/default/x is already in {b}, document 1, line 1"
            );
    }

    [Fact]
    public async Task All_paths_that_cannot_be_read_are_reported_at_once()
    {
        var good = Write("a.yaml", "x");
        var exception = await Should.ThrowAsync<ManifestException>(() =>
            new ManifestReader().ReadPathsAsync(
                ["/nowhere/x.yaml", good, "/nowhere/y"],
                TestContext.Current.CancellationToken
            )
        );
        exception.Message.ShouldBe(
            "Cannot read /nowhere/x.yaml (no such file or folder), /nowhere/y (no such file or folder). Check spelling and permissions."
        );
    }

    [Fact]
    public async Task An_archive_that_is_refused_is_reported_as_such_and_not_as_a_file_that_cannot_be_read()
    {
        var archive = Path.Combine(_folder.FullName, "backup.tar.gz");
        await File.WriteAllBytesAsync(
            archive,
            new Tar().File("metadata/version", "1.1.0\n").File("../../etc/passwd", "x").GZip(),
            TestContext.Current.CancellationToken
        );
        var exception = await Should.ThrowAsync<ArchiveException>(() =>
            new ManifestReader().ReadPathsAsync([archive], TestContext.Current.CancellationToken)
        );
        exception.Message.ShouldStartWith($"{archive}: the entry '../../etc/passwd' leads out of the archive.");
    }

    [Fact]
    public async Task A_stream_is_read_as_one_file()
    {
        using var stream = File.OpenRead(Write("a.yaml", "x"));
        (await new ManifestReader().ReadAsync(stream, "stdin", TestContext.Current.CancellationToken))
            .Names()
            .ShouldBe(["x"]);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var file = Write("a.yaml", "x");
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new ManifestReader().ReadPathsAsync([file], new CancellationToken(canceled: true))
        );
    }

    private string Write(string path, string name)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file,
            $"{{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {{\"name\": \"{name}\"}}}}"
        );
        return file;
    }

    // POSIX mkfifo: a name and the rights that it gets.
    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string name, uint mode);
}
