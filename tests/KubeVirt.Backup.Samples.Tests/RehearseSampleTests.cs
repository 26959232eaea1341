using System.Text.Json;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class RehearseSampleTests : IDisposable
{
    private const string Rehearse = "docs/samples/rehearse.cs";
    private const string Restore = "docs/samples/restore.cs";
    private const string Run = """
        {
          "target": { "storageClasses": ["fast"], "defaultClass": "fast", "namespaces": ["ns"] },
          "steps": [
            {
              "apply": {
                "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "disk", "namespace": "NAMESPACE" },
                "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } }
              }
            }
          ]
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    [Fact]
    public async Task A_recorded_run_is_played_and_told_in_its_own_form()
    {
        var run = await SampleRun.RunAsync(
            Rehearse,
            null,
            Write("run.json", Run.Replace("NAMESPACE", "ns")),
            "--format",
            "json"
        );
        run.ExitCode.ShouldBe(0, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var observed = document.RootElement.GetProperty("observed");
        observed.GetProperty("refused").GetArrayLength().ShouldBe(0);
        var claim = observed.GetProperty("objects").EnumerateArray().ShouldHaveSingleItem();
        claim.GetProperty("id").GetString().ShouldBe("PersistentVolumeClaim/ns/disk");
        claim.GetProperty("phase").GetString().ShouldBe("Bound");
    }

    [Fact]
    public async Task What_goes_wrong_ends_with_exit_code_1()
    {
        var run = await SampleRun.RunAsync(Rehearse, null, Write("run.json", Run.Replace("NAMESPACE", "gone")));
        run.ExitCode.ShouldBe(1, run.Error);
        run.Output.ShouldContain("KVB4060");
        run.Output.ShouldContain("namespaces \"gone\" not found");
    }

    [Theory]
    [InlineData("There is nothing to rehearse", "{}", "--target")]
    [InlineData("is not JSON", "{", null)]
    [InlineData("is one of apply, patch, delete, wait and run", """{"steps":[{}]}""", null)]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string message, string content, string? option)
    {
        var file = Write("run.json", content);
        var run = option is null
            ? await SampleRun.RunAsync(Rehearse, null, file)
            : await SampleRun.RunAsync(Rehearse, null, _folder.CreateSubdirectory("empty").FullName, option, file);
        run.ExitCode.ShouldBe(2, run.Output);
        run.Error.Trim().ShouldContain(message);
        run.Error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task A_restore_is_rehearsed_on_the_way_and_its_sets_afterwards()
    {
        var output = Path.Combine(_folder.FullName, "out");
        var restore = await SampleRun.RunAsync(
            Restore,
            null,
            "docs/samples/manifests",
            "--output",
            output,
            "--rehearse",
            "--format",
            "json"
        );
        using var document = JsonDocument.Parse(restore.Output);
        var volumes = document.RootElement.GetProperty("rehearsal").GetProperty("volumes");

        var rehearsal = await SampleRun.RunAsync(Rehearse, null, output, "--format", "json");
        using var again = JsonDocument.Parse(rehearsal.Output);
        again
            .RootElement.GetProperty("volumes")
            .GetRawText()
            .ShouldBe(Unindented(volumes), StringCompareShould.IgnoreLineEndings);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Unindented(JsonElement element) =>
        element.GetRawText().Replace("\n  ", "\n", StringComparison.Ordinal);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
