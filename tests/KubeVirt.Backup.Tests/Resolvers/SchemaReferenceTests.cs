using System.Text.RegularExpressions;
using KubeVirt.Backup.Testing.Schemas;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// Walks the CustomResourceDefinitions of the APIs, where these lie beside the repository, for fields that look like a
/// reference: each is read by a resolver, or stands in <c>not-references.txt</c> with the reason why not. So a new
/// field of the platform cannot slip by.
/// </summary>
public partial class SchemaReferenceTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "crds"));

    private static readonly string Reviewed = Repository.PathOf(
        "tests",
        "KubeVirt.Backup.Tests",
        "Resolvers",
        "not-references.txt"
    );

    private static readonly Lazy<IReadOnlyList<string>> Unread = new(() =>
        [.. CrdSchemas.ReadFolder(Folder).Values.SelectMany(FieldsNotRead).Order(StringComparer.Ordinal)]
    );

    [Fact]
    public void Every_field_that_looks_like_a_reference_is_read_or_reviewed()
    {
        SkipWithoutSchemas();
        var patterns = Entries().Select(entry => ToRegex(entry.Pattern)).ToList();
        Unread
            .Value.Where(field => !patterns.Exists(pattern => pattern.IsMatch(field)))
            .ShouldBeEmpty($"Resolve them, or say in {Reviewed} why not.");
    }

    [Fact]
    public void Every_reviewed_entry_still_speaks_of_a_field()
    {
        SkipWithoutSchemas();
        Entries()
            .Select(entry => entry.Pattern)
            .Where(pattern => !Unread.Value.Any(ToRegex(pattern).IsMatch))
            .ShouldBeEmpty($"Remove them from {Reviewed}.");
    }

    [Fact]
    public void Every_reviewed_entry_has_a_reason() =>
        Entries().Where(entry => entry.Reason.Length == 0).ShouldBeEmpty();

    [Theory]
    [InlineData("/spec/volumes/*/configMap/name", true)]
    [InlineData("/spec/tokenSecretRef", true)]
    [InlineData("/spec/source/http/secretExtraHeaders/*", true)]
    [InlineData("/status/restores/*/persistentVolumeClaim", true)]
    [InlineData("/spec/managedDataSource", true)]
    [InlineData("/status/snapshotInProgress", true)]
    [InlineData("/spec/source/http/url", false)]
    [InlineData("/spec/runStrategy", false)]
    public void A_reference_is_recognized_by_its_last_word(string path, bool looksLikeOne) =>
        Reference().IsMatch(path).ShouldBe(looksLikeOne);

    [Theory]
    [InlineData("**/disks/*/name", "VirtualMachine/spec/template/spec/domain/devices/disks/*/name", true)]
    [InlineData("**/disks/*/name", "VirtualMachine/disks/a/b/name", false)]
    [InlineData("VirtualMachine/status/*/name", "VirtualMachineInstance/status/a/name", false)]
    [InlineData("KubeVirt/**", "KubeVirt/spec/a/name", true)]
    public void A_star_stays_between_slashes_and_two_do_not(string pattern, string field, bool matches) =>
        ToRegex(pattern).IsMatch(field).ShouldBe(matches);

    private static IEnumerable<string> FieldsNotRead(CrdSchema schema)
    {
        var read = BuiltInResolvers
            .Default.Resolvers.OfType<TableResolver>()
            .Where(resolver => resolver.Kind == schema.Kind)
            .SelectMany(resolver => resolver.Paths)
            .ToHashSet(StringComparer.Ordinal);
        return schema
            .Texts()
            .Where(path => Reference().IsMatch(path) && !read.Contains(path))
            .Select(path => schema.Kind.Kind + path);
    }

    private static IEnumerable<(string Pattern, string Reason)> Entries() =>
        File.ReadLines(Reviewed)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""));

    private static Regex ToRegex(string pattern) =>
        new(
            $"^{string.Join(".*", pattern.Split("**").Select(part => string.Join("[^/]*", part.Split('*').Select(Regex.Escape))))}$",
            RegexOptions.CultureInvariant
        );

    private static void SkipWithoutSchemas() =>
        Assert.SkipUnless(Directory.Exists(Folder), $"There are no CustomResourceDefinitions in {Folder}.");

    [GeneratedRegex(
        "(?:/name|[a-z](?:Name|Node|Pod|Account|Class|Source|Volume|Object)|(?:ref|secret|configMap|claim|PVC|dataVolume|dataSource|snapshot|imageStream|InProgress|/network|subdomain|Headers|extraArgs)s?)(?:/\\*)*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Reference();
}
