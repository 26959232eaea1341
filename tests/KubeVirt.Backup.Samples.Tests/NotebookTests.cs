using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// The notebooks hold what their cells show. Every cell runs in the real kernel, with the packages as they are published,
/// and must show that again.
/// </summary>
[Collection("packages")]
public sealed class NotebookTests(PackedPackages packages)
{
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";

    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Folder => Repository.PathOf("docs", "notebooks");

    public static TheoryData<string> Notebooks =>
        [.. Directory.EnumerateFiles(Folder, "*.ipynb").Select(file => Path.GetFileName(file)).Where(IsOurs).Order()];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Each_cell_shows_what_the_notebook_holds(string name)
    {
        var file = Path.Combine(Folder, name);
        var notebook = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        await using var kernel = await NotebookKernel.StartAsync(Folder, packages.Variables);
        await kernel.RunAsync($"#i \"nuget:{await packages.FeedAsync()}\"");

        var cells = notebook["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code").ToList();
        cells.ShouldNotBeEmpty();
        foreach (var cell in cells)
        {
            var code = string.Concat(cell!["source"]!.AsArray().Select(line => (string?)line));
            var shown = await kernel.RunAsync(code);
            // Where packages come from is a matter of the machine.
            cell["outputs"] = code.StartsWith("#r", StringComparison.Ordinal) ? new JsonArray() : shown;
            cell["execution_count"] = null;
        }

        var text = notebook.ToJsonString(Form) + "\n";
        if (Environment.GetEnvironmentVariable(Update) is not null)
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        Approved.Compare(text, file);
    }

    private static bool IsOurs(string name) => !name.Contains(".received.", StringComparison.Ordinal);
}
