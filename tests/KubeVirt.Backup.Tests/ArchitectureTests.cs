using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup;

/// <summary>The walls of the library, read from its sources.</summary>
public partial class ArchitectureTests
{
    private const string Root = "";

    // Each folder and what it may speak of; the root holds the words that all others use.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Json"] = [],
        [Root] = ["Json"],
        ["Findings"] = [Root, "Json"],
        ["Chains"] = [Root, "Findings"],
        ["Platforms"] = [Root, "Json", "Findings"],
        ["Graph"] = [Root, "Json", "Findings", "Platforms"],
        ["Resolvers"] = [Root, "Json", "Findings", "Graph"],
        ["Manifests"] = [Root, "Json", "Findings", "Graph"],
        ["Comparing"] = [Root, "Json", "Graph"],
        ["Planning"] = [Root, "Json", "Findings", "Platforms", "Graph", "Resolvers", "Manifests"],
        ["Restore"] = [Root, "Json", "Findings", "Platforms", "Graph", "Resolvers", "Manifests", "Planning"],
        ["Rollback"] = [Root, "Json", "Findings", "Graph", "Planning", "Comparing"],
        ["Documents"] = [Root, "Json", "Findings", "Platforms", "Graph", "Planning", "Restore", "Comparing"],
        ["Rehearsal"] = [Root, "Json", "Findings", "Restore"],
        ["Formats"] =
        [
            Root,
            "Json",
            "Findings",
            "Platforms",
            "Graph",
            "Resolvers",
            "Manifests",
            "Planning",
            "Restore",
            "Comparing",
            "Documents",
            "Rehearsal",
        ],
        ["DependencyInjection"] =
        [
            Root,
            "Json",
            "Findings",
            "Platforms",
            "Graph",
            "Resolvers",
            "Manifests",
            "Planning",
            "Restore",
        ],
    };

    private static readonly HashSet<(string Folder, string Name)> Types =
    [
        .. Library().Select(file => (Folder(file.Path), Path.GetFileNameWithoutExtension(file.Path))),
    ];

    private static readonly string[] RootWords =
    [
        .. Types.Where(type => type.Folder == Root).Select(type => type.Name),
    ];

    [Fact]
    public void Arrows_between_folders_run_one_way() =>
        Library()
            .SelectMany(file =>
                Imports(file.Path, file.Text)
                    .Where(import => import != Folder(file.Path) && !Allowed[Folder(file.Path)].Contains(import))
                    .Select(import => $"{file.Path} speaks of {(import == Root ? "the root's words" : import)}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Every_folder_has_its_place_in_the_order() =>
        Library().Select(file => Folder(file.Path)).Distinct().ShouldBeSubsetOf(Allowed.Keys);

    [Fact]
    public void A_file_is_in_the_namespace_of_its_folder() =>
        Library()
            .Where(file =>
                Folder(file.Path) != "DependencyInjection"
                && NamespaceOf(file.Text)
                    != (Folder(file.Path) == Root ? "KubeVirt.Backup" : $"KubeVirt.Backup.{Folder(file.Path)}")
            )
            .Select(file => file.Path)
            .ShouldBeEmpty();

    [Fact]
    public void The_library_knows_no_client()
    {
        Library().Where(file => ClientType().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();
        typeof(ResourceGraph)
            .Assembly.GetReferencedAssemblies()
            .Select(name => name.Name)
            .ShouldNotContain("KubernetesClient");
    }

    // What the client may use, others may use, too: it binds to the public API alone.
    [Fact]
    public void The_library_opens_its_internals_to_tests_and_benchmarks_alone() =>
        typeof(ResourceGraph)
            .Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName)
            .ShouldBeSubsetOf([
                "KubeVirt.Backup.Tests",
                "KubeVirt.Backup.Client.Tests",
                "KubeVirt.Backup.Samples.Tests",
                "KubeVirt.Backup.Testing.Tests",
                "KubeVirt.Backup.Benchmarks",
                "KubeVirt.Backup.Fuzzing",
            ]);

    [Fact]
    public void QuikGraph_stays_inside_the_graph() =>
        Library()
            .Where(file =>
                file.Text.Contains("using QuikGraph", StringComparison.Ordinal) && Folder(file.Path) != "Graph"
            )
            .Select(file => file.Path)
            .ShouldBeEmpty();

    [Fact]
    public void A_file_holds_one_public_type_and_bears_its_name()
    {
        foreach (var (path, text) in Repository.Sources("src"))
        {
            var types = PublicType().Matches(text).Select(match => match.Groups["name"].Value).ToList();
            types.Count.ShouldBeLessThanOrEqualTo(1, path);
            if (types.Count == 1)
                types[0].ShouldBe(Path.GetFileNameWithoutExtension(path), path);
        }
    }

    // A class that was not made to be derived from breaks its users with every change.
    [Fact]
    public void Public_classes_are_sealed_static_or_abstract() =>
        typeof(ResourceGraph)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
            .ShouldBeEmpty();

    [Fact]
    public void Public_types_are_not_nested() =>
        typeof(ResourceGraph).Assembly.GetExportedTypes().Where(type => type.IsNested).ShouldBeEmpty();

    [Fact]
    public void Every_finding_has_one_id_and_a_heading_on_its_page()
    {
        var ids = typeof(FindingIds)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();
        ids.ShouldAllBe(id => Id().IsMatch(id));
        ids.ShouldBeUnique();
        var page = FindingPages();
        Heading().Matches(page).Select(match => match.Groups["id"].Value).ShouldBe(ids.Order());
        AnyId().Matches(page).Select(match => match.Value).ShouldBeSubsetOf(ids);
    }

    /// <summary>A page is named after its first finding, so that the order of files is that of ids.</summary>
    private static string FindingPages() =>
        string.Concat(
            Directory
                .EnumerateFiles(Repository.PathOf("docs", "reference", "findings"), "kvb*.md")
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText)
        );

    private static IEnumerable<(string Path, string Text)> Library() =>
        Repository.Sources(Path.Combine("src", "KubeVirt.Backup"));

    private static string Folder(string path) => path.Contains('/') ? path[..path.IndexOf('/')] : Root;

    private static string NamespaceOf(string text) => Namespace().Match(text).Groups["name"].Value;

    /// <summary>
    /// Folders that a file imports. A word of the root needs no import below its namespace, so it is looked for by
    /// name.
    /// </summary>
    private static IEnumerable<string> Imports(string path, string text)
    {
        foreach (
            var match in Import()
                .Matches(text)
                .Concat(
                    Qualified()
                        .Matches(text)
                        .Where(match => Types.Contains((match.Groups["folder"].Value, match.Groups["type"].Value)))
                )
        )
            yield return match.Groups["folder"].Value;
        if (Folder(path) != Root && RootWords.Any(word => Regex.IsMatch(text, $@"(?<![.\w""]){word}\b")))
            yield return Root;
    }

    [GeneratedRegex(@"^using (static )?KubeVirt\.Backup\.(?<folder>\w+)", RegexOptions.Multiline)]
    private static partial Regex Import();

    // Below KubeVirt.Backup a folder's types can be named without an import, as Graph.ResourceGraph.
    [GeneratedRegex(@"(?<![.\w])(KubeVirt\.Backup\.)?(?<folder>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bk8s\.[A-Z]|using k8s\b")]
    private static partial Regex ClientType();

    [GeneratedRegex(
        @"^public (?:(?:sealed|static|abstract|partial|readonly|ref) )*(?:class|record struct|record class|record|struct|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^KVB\d{4}$")]
    private static partial Regex Id();

    [GeneratedRegex(@"KVB\d{2,}")]
    private static partial Regex AnyId();

    [GeneratedRegex(@"^## (?<id>KVB\d+)\b", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
