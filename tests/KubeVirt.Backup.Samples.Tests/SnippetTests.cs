using System.Text;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Client;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// Every C# snippet of the documentation is a program that compiles and runs. One that wants a cluster finds one by the
/// variable KUBECONFIG. The READMEs of the packages stand in <see cref="ConsumerTests"/>.
/// </summary>
[Collection("samples")]
public partial class SnippetTests
{
    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (
                var page in Directory
                    .EnumerateFiles(Repository.Root, "*.md")
                    .Where(page => Path.GetFileName(page) != "README.md")
                    .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
                    .Order(StringComparer.Ordinal)
            )
            {
                for (var i = 0; i < CSharp().Count(File.ReadAllText(page)); i++)
                    data.Add(Path.GetRelativePath(Repository.Root, page), i);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task A_snippet_compiles_and_runs(string page, int number)
    {
        var code = CSharp()
            .Matches(
                await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken)
            )[number]
            .Groups[1]
            .Value;
        var folder = Directory.CreateTempSubdirectory("kubevirt-backup-snippet-");
        try
        {
            var file = Path.Combine(folder.FullName, "snippet.cs");
            await File.WriteAllTextAsync(file, Header() + code, TestContext.Current.CancellationToken);
            await using var cluster = code.Contains("KUBECONFIG", StringComparison.Ordinal)
                ? await SnippetCluster.StartAsync()
                : null;
            var run = await SampleRun.RunAsync(
                file,
                null,
                cluster is null
                    ? new Dictionary<string, string>()
                    : new Dictionary<string, string> { ["KUBECONFIG"] = cluster.WriteKubeconfig(folder) }
            );
            run.ExitCode.ShouldBe(0, run.Output + run.Error);
            run.Output.ShouldNotBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Header() =>
        new StringBuilder()
            .AppendLine($"#:project {Repository.Root}/src/KubeVirt.Backup/KubeVirt.Backup.csproj")
            .AppendLine($"#:project {Repository.Root}/src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj")
            .AppendLine($"#:project {Repository.Root}/src/KubeVirt.Backup.Testing/KubeVirt.Backup.Testing.csproj")
            .AppendLine("#:package Microsoft.Extensions.DependencyInjection@10.0.0")
            .AppendLine("#:property PublishAot=false")
            .ToString();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
