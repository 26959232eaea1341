using KubeVirt.Backup.Docs;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Platforms;

/// <summary>Keeps the pages about platforms equal to the tables of the packs, and the tables in order.</summary>
public class PlatformDocsTests
{
    private const string Intro = "What the library knows of it. [All packs](index.md) says how the tables are read.\n";

    [Fact]
    public void The_pages_list_what_the_packs_know()
    {
        var pages = PlatformSet.Default.Packs.ToDictionary(
            pack => $"{pack.Name.Replace(' ', '-').Replace('.', '-').ToLowerInvariant()}.md",
            pack => (pack.Name, About(pack), Intro + PlatformTables.Write(pack))
        );

        GeneratedPages.Compare("platforms", "pack | rules", pages);
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

    private static string About(PlatformPack pack)
    {
        (string Name, int Number)[] tables =
        [
            ("classes", pack.Classes.Count),
            ("fields", pack.Fields.Count),
            ("labels and annotations", pack.Keys.Count + pack.SavedLabels.Count),
            ("addresses", pack.Addresses.Count),
            ("names in texts", pack.NameTexts.Count + pack.NamespaceLabels.Count),
            ("published", pack.Published.Count),
            ("expected", pack.Expected.Count),
            ("makers", pack.Makers.Count),
            ("versions", pack.Versions.Count),
            ("neighbours", pack.Neighbours.Count),
        ];

        return string.Join(", ", tables.Where(table => table.Number > 0).Select(table => table.Name));
    }

    private static IEnumerable<(string Reason, string Source)> Rules() =>
        PlatformSet.Default.Packs.SelectMany(pack =>
            pack.Classes.Select(rule => (rule.Reason, rule.Source))
                .Concat(pack.Fields.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Keys.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Expected.Select(rule => (rule.Reason, rule.Source)))
                .Concat(pack.Neighbours.Select(rule => (rule.Reason, rule.Source)))
        );
}
