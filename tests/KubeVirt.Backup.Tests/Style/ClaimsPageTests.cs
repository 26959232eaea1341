using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Style;

/// <summary>The pages on claims name tests that exist.</summary>
public partial class ClaimsPageTests
{
    [Fact]
    public void Every_test_that_the_pages_name_exists()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs", "about"), "claims*.md").Select(File.ReadAllText);
        var named = pages
            .SelectMany(page => TestName().Matches(page))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();
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
