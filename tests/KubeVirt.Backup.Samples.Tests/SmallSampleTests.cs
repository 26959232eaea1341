using System.Text.Json;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class SmallSampleTests(PackedPackages packages) : IDisposable
{
    private static readonly string Manifests = Repository.PathOf("docs", "samples", "manifests");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    public static TheoryData<string> Samples =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("docs", "samples"), "*.cs")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Where(name => name != "quickstart")
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Each_sample_says_how_it_is_used(string sample)
    {
        var run = await RunAsync(sample, "--help");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("Usage:");
        run.Output.ShouldContain("Description:");
    }

    [Fact]
    public async Task An_object_is_explained_by_who_names_it_and_by_what_a_restore_does_with_it()
    {
        var run = await RunAsync("explain", Manifests, "--object", "pvc/shop/db-root");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("definition: It holds a guest's data, whoever owns it.");
        run.Output.ShouldContain("DataVolume.cdi.kubevirt.io/shop/db-root: claim of the DataVolume");
        run.Output.ShouldContain("- /spec/volumeName: ");
        run.Output.ShouldContain("[unbind-claims]");
    }

    [Theory]
    [InlineData("secret/shop/cache-tls", 0, "It is named, and the input lacks it.")]
    [InlineData("configmap/shop/nobody", 1, "Nothing in the input names it.")]
    public async Task What_the_input_lacks_is_said_to_be_so(string id, int exitCode, string said)
    {
        var run = await RunAsync("explain", Manifests, "--object", id);
        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Output.ShouldContain(said);
    }

    [Fact]
    public async Task Two_backups_differ_by_the_pointers_that_changed()
    {
        var changed = Path.Combine(_folder.FullName, "later");
        Directory.CreateDirectory(changed);
        foreach (var file in Directory.EnumerateFiles(Manifests, "*.yaml"))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var later = text.Replace("name: db-cloudinit", "name: db-cloudinit-2", StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                Path.Combine(changed, Path.GetFileName(file)),
                later,
                TestContext.Current.CancellationToken
            );
        }

        (await RunAsync("diff", Manifests, Manifests)).ExitCode.ShouldBe(0);
        var run = await RunAsync("diff", Manifests, changed);
        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("""secretRef/name: "db-cloudinit" -> "db-cloudinit-2""");
        var json = await RunAsync("diff", Manifests, changed, "--format", "json");
        using var document = JsonDocument.Parse(json.Output);
        document.RootElement.GetProperty("added")[0].GetString().ShouldBe("Secret/shop/db-cloudinit-2");
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_taken_for_what_is_gone()
    {
        var broken = Path.Combine(_folder.FullName, "broken.yaml");
        await File.WriteAllTextAsync(broken, "kind: [", TestContext.Current.CancellationToken);
        var run = await RunAsync("diff", Manifests, broken);
        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("broken.yaml");
    }

    [Fact]
    public async Task The_tests_of_the_policy_pass()
    {
        var run = await RunAsync("policy-test");
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldEndWith($"4 passed, 0 failed{Environment.NewLine}");
    }

    [Fact]
    public async Task The_health_of_machines_is_the_same_from_files_and_from_a_cluster()
    {
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        var files = await RunAsync("watch-health", Manifests, "--once");
        var cluster = await RunAsync("watch-health", "--once", "--kubeconfig", server.WriteKubeconfig(_folder));
        files.ExitCode.ShouldBe(1, "one of the machines is broken");
        cluster.ExitCode.ShouldBe(1, cluster.Error);
        files.Output.ShouldContain("6 machines: 3 complete, 2 conditional, 1 broken");
        cluster.Output.Split('\n')[1..].ShouldBe(files.Output.Split('\n')[1..]);
    }

    [Theory]
    [InlineData("Name either files or --kubeconfig.")]
    [InlineData("Name either files or --kubeconfig.", "manifests", "--kubeconfig", "config")]
    [InlineData("--every takes a number of seconds.", "manifests", "--every", "0")]
    public async Task Wrong_usage_of_the_watch_is_one_line(string said, params string[] arguments)
    {
        var run = await RunAsync("watch-health", arguments);
        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(said);
    }

    [Fact]
    public async Task Samples_that_were_copied_run_with_the_packages_alone()
    {
        var token = TestContext.Current.CancellationToken;
        var own = Path.Combine(_folder.FullName, "own");
        (await RunAsync("copy-samples", own)).ExitCode.ShouldBe(0);
        (await RunAsync("copy-samples", own)).Error.ShouldContain("is there already");
        await File.WriteAllTextAsync(
            Path.Combine(own, "nuget.config"),
            $"""
            <configuration><packageSources><add key="packed" value="{await packages.FeedAsync()}" /></packageSources></configuration>
            """,
            token
        );

        var plan = await ProcessRun.RunAsync(own, packages.Variables, "dotnet", "run", "plan.cs", "--", "manifests");
        plan.ExitCode.ShouldBe(1, plan.Output + plan.Error);
        plan.Output.ShouldBe((await RunAsync("plan", Manifests)).Output);
        var test = await ProcessRun.RunAsync(own, packages.Variables, "dotnet", "run", "policy-test.cs");
        test.Output.ShouldContain("4 passed, 0 failed", customMessage: test.Error);
    }

    private static Task<SampleRun> RunAsync(string sample, params string[] arguments) =>
        SampleRun.RunAsync(Repository.PathOf("docs", "samples", $"{sample}.cs"), null, arguments);
}
