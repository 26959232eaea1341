using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>Keeps the page about resolvers equal to their tables.</summary>
public class ResolverDocsTests
{
    private const string Marker = "<!-- The tables below are generated. -->\n";
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";

    private static readonly string Page = Repository.PathOf("docs", "resolvers.md");

    [Fact]
    public void The_page_lists_what_the_resolvers_follow()
    {
        var page = File.ReadAllText(Page);
        var byHand = page[..(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var expected = byHand + ResolverTables.Write(BuiltInResolvers.Default);
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(Page, page = expected);
        page.ShouldBe(
            expected,
            $"docs/resolvers.md lags behind the resolvers. Set {Update}=1, run this test again and commit the page."
        );
    }

    [Fact]
    public void Every_rule_names_its_source() =>
        BuiltInResolvers
            .Default.Resolvers.OfType<TableResolver>()
            .SelectMany(resolver => resolver.Rules)
            .Where(rule => rule.Source.Length == 0)
            .ShouldBeEmpty();
}
