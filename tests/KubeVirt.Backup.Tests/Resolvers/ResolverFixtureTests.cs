using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// One folder a case: <c>input.yaml</c>, <c>expected.txt</c> with a line for each edge, missing object and finding, and
/// <c>sets.txt</c> where the order matters. The expected lines are written by hand after what the platform does, not
/// copied from the output.
/// </summary>
public class ResolverFixtureTests
{
    private static readonly string Folder = Repository.PathOf(
        "tests",
        "KubeVirt.Backup.Tests",
        "Fixtures",
        "Resolvers"
    );

    public static TheoryData<string> Cases =>
        [
            .. Directory
                .EnumerateDirectories(Folder)
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_references_of_a_fixture_are_the_expected_ones(string fixture)
    {
        var graph = ResourceGraph.Create(Read(fixture), BuiltInResolvers.Default);
        Approved.Compare(Describe(graph), Path.Combine(Folder, fixture, "expected.txt"));
        var sets = Path.Combine(Folder, fixture, "sets.txt");
        if (File.Exists(sets))
            string.Concat(graph.Sets.Select(set => $"{string.Join(' ', set)}\n")).ShouldBe(File.ReadAllText(sets));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_order_of_the_input_changes_nothing(string fixture)
    {
        var resources = Read(fixture);
        Describe(ResourceGraph.Create(resources.Reverse(), BuiltInResolvers.Default))
            .ShouldBe(Describe(ResourceGraph.Create(resources, BuiltInResolvers.Default)));
    }

    private static IReadOnlyList<Resource> Read(string fixture)
    {
        var input = new ManifestReader().Read(
            File.ReadAllBytes(Path.Combine(Folder, fixture, "input.yaml")),
            "input.yaml"
        );
        input.Findings.ShouldBeEmpty();
        return input.Resources;
    }

    // Every object needs its namespace: true, and the same in each case, so it is left out.
    private static string Describe(ResourceGraph graph)
    {
        var text = new StringBuilder();
        foreach (var edge in graph.Edges.Where(edge => edge.To.Kind != Kinds.Namespace))
            text.Append($"{edge.From} {Name(edge.Relation)}{(edge.IsRequired ? "" : "?")} {edge.To} {edge.Path}\n");
        foreach (var node in graph.Nodes.Where(node => node.IsMissing && node.Id.Kind != Kinds.Namespace))
            text.Append($"missing {node.Id}\n");
        foreach (var finding in graph.Findings.Where(finding => finding.Path != "/metadata/namespace"))
            text.AppendJoin(
                    ' ',
                    new[]
                    {
                        "finding",
                        finding.Id,
                        finding.Severity.ToString().ToLowerInvariant(),
                        finding.Resource?.ToString(),
                        finding.Path,
                    }.OfType<string>()
                )
                .Append('\n');
        return text.ToString();
    }

    private static string Name(Relation relation) =>
        relation switch
        {
            Relation.Needs => "needs",
            Relation.Runs => "runs",
            _ => "ownedBy",
        };
}
