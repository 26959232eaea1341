using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Style;

/// <summary>The pages on claims and on threats name tests that exist.</summary>
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

    [Fact]
    public void Every_class_of_tests_that_the_page_on_threats_names_exists()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "about", "threats.md"));
        var named = TestClass().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
        var existing = Repository
            .Sources("tests")
            .Select(file => Path.GetFileNameWithoutExtension(file.Path))
            .ToHashSet();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !existing.Contains(name)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`([A-Z]\w*_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async )?\w+ ([A-Z]\w+_\w+)\(")]
    private static partial Regex Method();
}
