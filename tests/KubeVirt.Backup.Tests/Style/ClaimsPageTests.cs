using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Style;

/// <summary>The page on claims names tests that exist.</summary>
public partial class ClaimsPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "claims.md"));
        var named = TestName().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
        var existing = Repository
            .Sources("tests")
            .SelectMany(file => Method().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !existing.Contains(name)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`([A-Z]\w*_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async )?\w+ ([A-Z]\w+_\w+)\(")]
    private static partial Regex Method();
}
