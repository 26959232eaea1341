using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Docs;

/// <summary>Pages are short, links lead somewhere, and every page can be found.</summary>
public partial class DocumentationTests
{
    private const int MostWords = 1500;

    private static readonly IReadOnlyList<MarkdownPage> Pages = MarkdownPage.ReadAll();

    [Fact]
    public void No_page_is_long() =>
        Pages
            .Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal) && page.Words > MostWords)
            .Select(page => $"{page.Path} has {page.Words} words")
            .ShouldBeEmpty();

    [Fact]
    public void Every_link_leads_to_something()
    {
        var anchors = Pages.ToDictionary(page => page.Path, page => page.Anchors, StringComparer.Ordinal);
        var broken = (
            from page in Pages
            from link in page.Links
            let target = page.TargetOf(link)
            let isThere = Path.Exists(Repository.PathOf(target.Path))
            let hasHeading = target.Anchor is null
                || !anchors.TryGetValue(target.Path, out var headings)
                || headings.Contains(target.Anchor)
            where !isThere || !hasHeading
            select $"{page.Path} links to {link}"
        ).ToList();

        broken.ShouldBeEmpty();
        Pages.Sum(page => page.Links.Count()).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_noticed()
    {
        var page = new MarkdownPage(
            "docs/a.md",
            "# One, *two*\n`[no](link.md)` [b](b.md#three) [web](https://example.org)"
        );

        page.Links.ShouldBe(["b.md#three"]);
        page.TargetOf("../README.md").ShouldBe(("README.md", null));
        page.TargetOf("#one-two").ShouldBe(("docs/a.md", "one-two"));
        page.Anchors.ShouldBe(["one-two"]);
    }

    // The site shows what its tables of contents list; what is not in one is found by nobody.
    [Fact]
    public void Every_page_is_in_a_table_of_contents()
    {
        var listed = Directory
            .EnumerateFiles(Repository.PathOf("docs"), "toc.yml", SearchOption.AllDirectories)
            .SelectMany(toc =>
                Href()
                    .Matches(File.ReadAllText(toc))
                    .Select(match => (Path.GetDirectoryName(toc)!, match.Groups[1].Value))
            )
            .Select(entry =>
                Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(entry.Item1, entry.Item2)))
            )
            .Select(path => path.Replace('\\', '/'))
            .ToHashSet(StringComparer.Ordinal);

        var pages = Pages.Select(page => page.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal));
        pages.Where(path => !listed.Contains(path)).ShouldBeEmpty();
        listed
            .Where(path => path.EndsWith(".md", StringComparison.Ordinal) && !File.Exists(Repository.PathOf(path)))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"href: (\S+)")]
    private static partial Regex Href();
}
