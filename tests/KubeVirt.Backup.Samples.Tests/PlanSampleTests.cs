using System.Text.Json;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class PlanSampleTests : IDisposable
{
    private const string Plan = "docs/samples/plan.cs";
    private const string Secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s1\n";

    private const string Guest =
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: a\nspec:\n  volumes:\n  - name: a\n    persistentVolumeClaim:\n      claimName: a\n";
    private const string ClaimA =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: a\nspec:\n  dataSource:\n    kind: PersistentVolumeClaim\n";
    private const string ClaimB =
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: b\nspec:\n  dataSource:\n    kind: PersistentVolumeClaim\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    [Fact]
    public async Task Json_is_one_document_in_which_every_end_of_an_edge_can_be_found()
    {
        var run = await SampleRun.RunAsync(Plan, null, "docs/samples/manifests", "--format", "json");
        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldBeEmpty();
        using var document = JsonDocument.Parse(run.Output);
        var plan = document.RootElement;
        plan.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe([
                "formatVersion",
                "roots",
                "sets",
                "edges",
                "missing",
                "freeze",
                "volumes",
                "excluded",
                "notRead",
                "classes",
                "verdicts",
                "machines",
                "findings",
            ]);
        plan.GetProperty("formatVersion").GetInt32().ShouldBe(1);
        var known = plan.GetProperty("sets")
            .EnumerateArray()
            .SelectMany(set => set.GetProperty("resources").EnumerateArray())
            .Concat(plan.GetProperty("missing").EnumerateArray())
            .Concat(plan.GetProperty("excluded").EnumerateArray().Select(excluded => excluded.GetProperty("resource")))
            .Select(id => id.GetString()!)
            .ToList();
        known.ShouldBeUnique();
        foreach (var edge in plan.GetProperty("edges").EnumerateArray())
        {
            known.ShouldContain(edge.GetProperty("from").GetString());
            known.ShouldContain(edge.GetProperty("to").GetString());
            edge.GetProperty("relation").GetString().ShouldBeOneOf("needs", "runs", "ownedBy", "selects");
            edge.GetProperty("path").GetString()!.ShouldStartWith("/");
        }

        plan.GetProperty("findings")
            .EnumerateArray()
            .Count(finding => finding.GetProperty("severity").GetString() == "error")
            .ShouldBe(1);
    }

    [Theory]
    [InlineData("text", "Roots (6)")]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("dot", "digraph")]
    [InlineData("html", "<!doctype html>")]
    public async Task Each_format_begins_as_it_should(string format, string expected)
    {
        var run = await SampleRun.RunAsync(Plan, null, "docs/samples/manifests", "--format", format);
        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain(expected);
    }

    [Fact]
    public async Task Disks_are_left_out_by_their_names_and_the_verdict_says_so()
    {
        string[] arguments =
        [
            "docs/samples/manifests",
            "--root",
            "vm/shop/db",
            "--without-disk",
            "machines=db; names=data",
        ];
        var run = await SampleRun.RunAsync(Plan, null, arguments);
        run.Output.ShouldContain("VirtualMachine.kubevirt.io/shop/db: complete without disk data");
        run.Output.ShouldContain("data (claim db-data");

        var wrong = await SampleRun.RunAsync(Plan, null, "docs/samples/manifests", "--disks", "is=floppy");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldContain("at position 3");
    }

    [Fact]
    public async Task A_root_limits_the_plan_and_says_what_it_leaves_out()
    {
        var run = await SampleRun.RunAsync(
            Plan,
            null,
            "docs/samples/manifests",
            "--root",
            "VirtualMachine.kubevirt.io/shop/win"
        );
        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("Roots (1)");
        run.Output.ShouldContain("Left out: Nothing that is backed up refers to it.");
    }

    [Fact]
    public async Task Standard_input_and_a_namespace_for_what_names_none()
    {
        var run = await SampleRun.RunAsync(Plan, Secret, "-", "--namespace", "here", "--root", "Secret/here/s1");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Secret/here/s1");
    }

    [Fact]
    public async Task An_archive_gives_the_plan_of_its_manifests()
    {
        var archive = Path.Combine(_folder.FullName, "backup");
        await VeleroArchive.WriteFileAsync(
            Repository.SampleManifests.Resources,
            archive,
            TestContext.Current.CancellationToken
        );
        var expected = await SampleRun.RunAsync(Plan, null, "docs/samples/manifests", "--format", "json");
        var run = await SampleRun.RunAsync(Plan, null, archive, "--format", "json");
        run.ShouldBe(expected);
    }

    [Fact]
    public async Task An_archive_that_is_refused_is_one_line_and_exit_code_2()
    {
        var archive = Path.Combine(_folder.FullName, "backup.tar.gz");
        await File.WriteAllBytesAsync(
            archive,
            new Tar().File("metadata/version", "1.1.0\n").File("../../etc/passwd", "x").GZip(),
            TestContext.Current.CancellationToken
        );
        var run = await SampleRun.RunAsync(Plan, null, archive);
        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.TrimEnd()
            .ShouldBe(
                $"{archive}: the entry '../../etc/passwd' leads out of the archive. Do not trust this archive. Fetch it again from its origin."
            );
    }

    [Fact]
    public async Task Output_goes_to_a_file_and_nowhere_else()
    {
        var file = Path.Combine(_folder.FullName, "plan.json");
        var run = await SampleRun.RunAsync(
            Plan,
            Secret,
            "-",
            "--root",
            "Secret/default/s1",
            "--format",
            "json",
            "--output",
            file
        );
        (run.ExitCode, run.Output).ShouldBe((0, ""));
        JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Dispose();
    }

    [Theory]
    [InlineData("no/such/folder/plan.html")]
    [InlineData("")]
    public async Task A_path_that_cannot_be_written_is_one_clear_line(string name)
    {
        var file = Path.Combine(_folder.FullName, name);
        string[] arguments = ["-", "--root", "Secret/default/s1", "--format", "html", "--output", file];
        var run = await SampleRun.RunAsync(Plan, Secret, arguments);
        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.TrimEnd().ShouldNotContain('\n');
        run.Error.ShouldStartWith($"{file} cannot be written: ");
    }

    [Theory]
    [InlineData("no such file", "nowhere.yaml")]
    [InlineData("Required argument missing", "--format", "json")]
    [InlineData("Argument 'xml' not recognized", "docs/samples/manifests", "--format", "xml")]
    [InlineData("There is no option --frob", "docs/samples/manifests", "--frob")]
    [InlineData("Required argument missing for option: '--root'", "docs/samples/manifests", "--root")]
    [InlineData("is not a resource id", "docs/samples/manifests", "--root", "vm1")]
    [InlineData(
        "The input has no VirtualMachine.kubevirt.io/shop/nobody",
        "docs/samples/manifests",
        "--root",
        "VirtualMachine.kubevirt.io/shop/nobody"
    )]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string expected, params string[] arguments)
    {
        var run = await SampleRun.RunAsync(Plan, null, arguments);
        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.TrimEnd().ShouldNotContain('\n');
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("garbage", "\u0001\u0002 not: [yaml", 2)]
    [InlineData("broken-after-the-first", Secret + "---\na: [b\n", 1)]
    [InlineData("no-kind", "apiVersion: v1\nmetadata:\n  name: a\n", 1)]
    [InlineData("slash-in-name", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a/b\n", 1)]
    [InlineData(
        "wrong-type",
        "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      volumes: {}\n",
        1
    )]
    [InlineData("self", Guest + "---\n" + ClaimA + "    name: a\n", 1)]
    [InlineData("cycle", Guest + "---\n" + ClaimA + "    name: b\n---\n" + ClaimB + "    name: a\n", 1)]
    [InlineData("empty", "", 1)]
    public async Task Bad_input_ends_in_findings_never_in_a_stack_trace(string name, string text, int exitCode)
    {
        var file = Path.Combine(_folder.FullName, name + ".yaml");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var run = await SampleRun.RunAsync(Plan, null, file, "--format", "json");
        run.ExitCode.ShouldBe(exitCode, run.Output + run.Error);
        (run.Output + run.Error).ShouldNotContain("   at ");
        if (exitCode == 2)
            run.Error.TrimEnd().ShouldNotContain('\n');
        if (name is "self" or "cycle")
            run.Output.ShouldContain("KVB1004");
    }

    [Fact]
    public async Task A_plan_of_nothing_is_fine_where_that_is_meant()
    {
        var file = Path.Combine(_folder.FullName, "secret.yaml");
        await File.WriteAllTextAsync(file, Secret, TestContext.Current.CancellationToken);
        var meant = await SampleRun.RunAsync(Plan, null, file, "--allow-empty");
        meant.ExitCode.ShouldBe(0, meant.Output + meant.Error);
        var other = await SampleRun.RunAsync(Plan, null, file);
        other.ExitCode.ShouldBe(1, other.Output + other.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
