using System.Text.RegularExpressions;
using KubeVirt.Backup.Client;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// Every C# snippet of the documentation is a program that compiles and runs, and prints what its page says. One that
/// wants a cluster finds one by the variable KUBECONFIG. The READMEs of the packages stand in
/// <see cref="ConsumerTests"/>.
/// </summary>
public partial class SnippetTests
{
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";

    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var page in Pages)
            {
                for (var i = 0; i < CSharp().Count(File.ReadAllText(Repository.PathOf(page))); i++)
                    data.Add(page, i);
            }

            return data;
        }
    }

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(Repository.Root, "*.md")
            .Where(page => Path.GetFileName(page) != "README.md")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(page => Path.GetRelativePath(Repository.Root, page))
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task A_snippet_compiles_and_runs(string page, int number)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf(page), TestContext.Current.CancellationToken);
        var snippet = CSharp().Matches(text)[number];
        var code = snippet.Groups["code"].Value;
        using var program = SnippetProgram.Compile(code);
        var folder = Directory.CreateTempSubdirectory("kubevirt-backup-snippet-");
        try
        {
            var environment = new Dictionary<string, string>();
            await using var cluster = code.Contains("KUBECONFIG", StringComparison.Ordinal)
                ? await SnippetCluster.StartAsync()
                : null;
            if (cluster is not null)
                environment["KUBECONFIG"] = cluster.WriteKubeconfig(folder);
            var run = await program.RunAsync(environment);

            run.ExitCode.ShouldBe(0, run.Output + run.Error);
            run.Output.ShouldNotBeEmpty();
            if (Printed().Match(text, snippet.Index + snippet.Length) is { Success: true } printed)
                await CompareAsync(page, text, printed.Groups["output"], run.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_a_page_says_that_it_prints_is_found() =>
        Printed()
            .Match("```csharp\nA();\n```\n\nprints\n\n```text\na\nb\n```\n", 18)
            .Groups["output"]
            .Value.ShouldBe("a\nb\n");

    private static async Task CompareAsync(string page, string text, Group said, string output)
    {
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            var written = $"{string.Join('\n', Lines(output))}\n";
            text = text.Remove(said.Index, said.Length).Insert(said.Index, written);
            await File.WriteAllTextAsync(Repository.PathOf(page), text, TestContext.Current.CancellationToken);
        }
        else
        {
            Lines(output).ShouldBe(Lines(said.Value), $"Set {Update}=1, run this test again and commit {page}.");
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd().Split('\n');

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    // Behind a snippet, after one line that says so.
    [GeneratedRegex(@"\G\s*[^\n`]*prints[^\n`]*\n\s*```text\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Printed();
}
