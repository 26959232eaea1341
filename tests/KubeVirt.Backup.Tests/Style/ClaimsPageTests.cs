using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Style;

/// <summary>The pages on claims, promises and threats name tests that exist.</summary>
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
        var existing = NamesOfTests();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(name => !existing.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_promise_names_the_tests_that_hold_it()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "about", "promises.md"));
        var promises = Promise().Matches(page).Select(match => match.Groups[1].Value).ToList();
        var existing = NamesOfTests();

        promises.Count.ShouldBeGreaterThan(20);
        promises.Where(promise => !TestName().IsMatch(promise)).ShouldBeEmpty("nothing holds them");
        var named = promises.SelectMany(promise => TestName().Matches(promise)).Select(match => match.Groups[1].Value);
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

    private static HashSet<string> NamesOfTests() =>
        [
            .. Repository
                .Sources("tests")
                .SelectMany(file => Method().Matches(file.Text))
                .Select(match => match.Groups[1].Value),
        ];

    // A row of a table, other than its head and the line below it.
    [GeneratedRegex(@"^\| (?!promise|-)(.*\|.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Promise();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`([A-Z]\w*_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async )?\w+ ([A-Z]\w+_\w+)\(")]
    private static partial Regex Method();
}
