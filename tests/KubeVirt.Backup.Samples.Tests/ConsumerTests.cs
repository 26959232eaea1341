using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// What the READMEs show runs for who has the packages alone: an empty console project in an empty folder, nothing else
/// added, nothing of the repository beside it.
/// </summary>
[Collection("packages")]
public sealed partial class ConsumerTests(ConsumerProject consumer) : IClassFixture<ConsumerProject>
{
    private static readonly string[] Pages =
    [
        "README.md",
        "src/KubeVirt.Backup/README.md",
        "src/KubeVirt.Backup.Client/README.md",
        "src/KubeVirt.Backup.Testing/README.md",
    ];

    public static TheoryData<string, int> Snippets =>
        [.. Pages.SelectMany(page => Enumerable.Range(0, CodeOf(page).Count).Select(number => (page, number)))];

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task The_code_of_a_README_runs_in_an_empty_project(string page, int number)
    {
        var run = await consumer.RunAsync(CodeOf(page)[number]);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("VirtualMachine");
    }

    [Fact]
    public async Task What_the_README_says_that_it_prints_is_what_it_prints()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken);
        var run = await consumer.RunAsync(CodeOf("README.md")[0]);
        run.Output.ReplaceLineEndings("\n").TrimEnd().ShouldBe(Printed().Match(page).Groups[1].Value.TrimEnd());
    }

    private static List<string> CodeOf(string page) =>
        [.. CSharp().Matches(File.ReadAllText(Repository.PathOf(page))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Printed();
}
