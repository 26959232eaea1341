using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>Objects are resolved in chunks: nothing of one is left over for the next, and nothing is told twice.</summary>
public class ResolutionTests
{
    private const int Many = 3000;

    private static readonly ResolverSet Failing = new([new FailingResolver()]);

    [Fact]
    public void Each_reference_of_thousands_of_objects_is_there_once()
    {
        var chain = Enumerable.Range(0, Many).Select(n => Things.Make($"t{n}", n + 1 < Many ? [$"t{n + 1}"] : []));
        var graph = ResourceGraph.Create([.. chain], Things.Resolvers);

        graph.EdgeCount.ShouldBe(Many - 1);
        graph.Nodes.Count.ShouldBe(Many);
        graph.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Each_failure_of_a_resolver_is_told_once()
    {
        var things = Enumerable.Range(0, Many).Select(n => Things.Make($"t{n}", []));
        var failures = ResourceGraph.Create([.. things], Failing).Reported;

        failures.Select(finding => finding.Resource).Distinct().Count().ShouldBe(Many);
        failures.Count.ShouldBe(Many);
    }

    [Theory]
    [InlineData("ConfigMap", true)]
    [InlineData("Secret", false)]
    public void What_a_resolver_says_of_an_object_is_quoted_unless_that_is_a_Secret(string kind, bool isQuoted)
    {
        var json = $$"""{"apiVersion":"v1","kind":"{{kind}}","metadata":{"name":"a","namespace":"ns"} }""";
        var found = ResourceGraph.Create([Resource.Parse(json)], Failing).Findings.ShouldHaveSingleItem();

        found.Id.ShouldBe(FindingIds.ResolverFailed);
        found.Message.Contains(FailingResolver.Words, StringComparison.Ordinal).ShouldBe(isQuoted);
    }

    [Fact]
    public void References_of_one_path_are_ordered_by_relation_requirement_reason_and_place()
    {
        var first = new Reference(
            ReferenceTarget.Named(Things.Id("a")),
            "/p",
            Relation.Needs,
            Requirement.Required,
            "a"
        );
        Reference[] inOrder =
        [
            first,
            first with
            {
                Inside = "/x",
            },
            first with
            {
                Inside = "/y",
            },
            first with
            {
                Why = "b",
            },
            first with
            {
                Requirement = Requirement.Optional,
            },
            first with
            {
                Relation = Relation.Runs,
            },
        ];
        var table = new ReferenceTable();
        int[] numbers = [.. inOrder.Reverse().Select(reference => table.Add(reference)).Reverse()];

        numbers.Order(Comparer<int>.Create(table.CompareIgnoringPath)).ShouldBe(numbers);
    }

    private sealed class FailingResolver : IResourceResolver
    {
        public const string Words = "I saw it all.";

        public GroupKind? Kind => null;

        public void Resolve(Resource resource, ReferenceCollector references) =>
            throw new InvalidOperationException(Words);
    }
}
