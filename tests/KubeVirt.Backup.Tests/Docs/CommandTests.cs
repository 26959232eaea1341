using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Docs;

/// <summary>The commands that pages show name samples that are there, with options that these have.</summary>
public partial class CommandTests
{
    private static readonly HashSet<string> Options =
    [
        .. Repository
            .Sources(Path.Combine("docs", "samples"))
            .SelectMany(file => Option().Matches(file.Text))
            .Select(match => match.Groups["option"].Value),
    ];

    public static TheoryData<string> Commands =>
        [
            .. MarkdownPage
                .ReadAll()
                .SelectMany(page => Command().Matches(File.ReadAllText(Repository.PathOf(page.Path))))
                .Select(match => match.Value.TrimEnd('`'))
                .Distinct(),
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_names_a_sample_and_options_that_exist(string command)
    {
        var parts = Command().Match(command);
        File.Exists(Repository.PathOf("docs", "samples", parts.Groups["sample"].Value)).ShouldBeTrue();
        Written()
            .Matches(parts.Groups["arguments"].Value)
            .Select(match => match.Value)
            .Where(option => !Options.Contains(option))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_sample_is_on_the_page_of_samples()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "start", "samples.md"));
        foreach (var sample in Directory.EnumerateFiles(Repository.Samples, "*.cs").Select(Path.GetFileName))
            page.ShouldContain($"`{sample}`");
    }

    [GeneratedRegex("\"(?<option>--[a-z][a-z-]*)\"")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<= )--[a-z][a-z-]*")]
    private static partial Regex Written();

    [GeneratedRegex(@"dotnet run docs/samples/(?<sample>[\w-]+\.cs)(?<arguments> -- [^`\n#>]*)?")]
    private static partial Regex Command();
}
