using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Platforms;

/// <summary>Keeps the page about platforms equal to the tables of the packs, and the tables in order.</summary>
public class PlatformDocsTests
{
    private const string Marker = "<!-- The tables below are generated. -->\n";
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";

    private static readonly string Page = Repository.PathOf("docs", "platforms.md");

    [Fact]
    public void The_page_lists_what_the_packs_know()
    {
        var page = File.ReadAllText(Page);
        var byHand = page[..(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var expected = byHand + PlatformTables.Write(PlatformSet.Default);
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(Page, page = expected);
        page.ShouldBe(
            expected,
            $"docs/platforms.md lags behind the packs. Set {Update}=1, run this test again and commit the page."
        );
    }

    [Fact]
    public void Every_rule_says_why_and_where_that_is_written()
    {
        foreach (var (reason, source) in Rules())
        {
            reason.ShouldEndWith(".");
            source.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void No_two_packs_have_one_name() => PlatformSet.Default.Packs.Select(pack => pack.Name).ShouldBeUnique();

    private static IEnumerable<(string Reason, string Source)> Rules() =>
        PlatformSet.Default.Packs.SelectMany(pack =>
            pack.Classes.Select(rule => (rule.Reason, rule.Source))
                .Concat(pack.Fields.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Keys.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Expected.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Neighbours.Select(rule => (rule.Reason, rule.Source)))
        );
}
