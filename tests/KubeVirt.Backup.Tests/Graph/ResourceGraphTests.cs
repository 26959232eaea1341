using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

public class ResourceGraphTests
{
    [Fact]
    public void A_diamond_is_ordered_into_three_sets() =>
        Things.Sets(Things.Graph("a>b a>c b>d c>d d")).ShouldBe(["d", "b c", "a"]);

    [Fact]
    public void What_runs_an_object_stands_after_it() =>
        Things.Sets(Things.Graph("vm=vmi vmi=pod pod vm>disk disk")).ShouldBe(["disk", "vm", "vmi", "pod"]);

    [Fact]
    public void Owners_that_point_back_are_no_cycle()
    {
        var graph = Things.Graph("vm>dv dv>pvc dv^vm pvc^dv");
        Things.Sets(graph).ShouldBe(["pvc", "dv", "vm"]);
        graph.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_only_named_is_a_missing_node_with_a_finding()
    {
        var graph = Things.Graph("a>gone");
        graph.Find(Things.Id("gone"))!.Value.IsMissing.ShouldBeTrue();
        Things.Sets(graph).ShouldBe(["a"]);
        var finding = graph.Findings.ShouldHaveSingleItem();
        (finding.Id, finding.Resource, finding.Path).ShouldBe(("KVB1001", Things.Id("a"), "/spec/needs/0"));
    }

    [Fact]
    public async Task A_root_that_is_not_there_is_a_finding()
    {
        var graph = await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            new MemoryResourceSource([]),
            [Things.Id("nobody")],
            TestContext.Current.CancellationToken
        );
        graph.Findings.ShouldHaveSingleItem().Id.ShouldBe("KVB1007");
        graph.Roots.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_owner_that_nothing_else_leads_to_stays_outside()
    {
        var source = new MemoryResourceSource(Things.Parse("disk^other other>secret secret"));
        var graph = await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            source,
            [Things.Id("disk")],
            TestContext.Current.CancellationToken
        );
        Things.Sets(graph).ShouldBe(["disk"]);
        graph.Find(Things.Id("other"))!.Value.State.ShouldBe(NodeState.Outside);
        graph.Find(Things.Id("secret")).ShouldBeNull();
    }

    [Fact]
    public void Both_directions_can_be_asked()
    {
        var graph = Things.Graph("a>c b>c c");
        graph.EdgesTo(Things.Id("c")).Select(edge => edge.From.Name).ShouldBe(["a", "b"]);
        graph.EdgesFrom(Things.Id("a")).Single().To.ShouldBe(Things.Id("c"));
    }

    [Fact]
    public void A_subgraph_of_something_that_is_not_there_is_refused() =>
        Should
            .Throw<ArgumentException>(() => Things.Graph("a>gone").Subgraph(Things.Id("gone")))
            .Message.ShouldContain("Thing.example.org/ns/gone");

    [Fact]
    public void The_QuikGraph_view_has_the_same_vertices_and_edges()
    {
        var graph = Things.Graph("a>b a=b b>c");
        var view = graph.ToQuikGraph();
        view.VertexCount.ShouldBe(graph.Nodes.Count);
        view.EdgeCount.ShouldBe(graph.EdgeCount);
    }

    [Fact]
    public async Task Waves_ask_once_for_each_kind_and_namespace_however_many_objects_there_are()
    {
        var things = Enumerable
            .Range(0, 500)
            .SelectMany(n => new[] { Things.Make($"vm{n}", [$"disk{n}"]), Things.Make($"disk{n}", []) })
            .ToList();
        var source = new CountingSource(new MemoryResourceSource(things));
        await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
            source,
            Enumerable.Range(0, 500).Select(n => Things.Id($"vm{n}")),
            TestContext.Current.CancellationToken
        );
        source.Queries.ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_build_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await new ResourceGraphBuilder(Things.Resolvers).BuildAsync(
                new MemoryResourceSource(Things.Parse("a")),
                [Things.Id("a")],
                cancelled.Token
            )
        );
    }

    [Fact]
    public void A_resolver_that_throws_costs_one_finding_and_no_backup()
    {
        var graph = ResourceGraph.Create(Things.Parse("a>b b"), Things.Resolvers.With(new FailingResolver()));
        Things.Sets(graph).ShouldBe(["b", "a"]);
        graph.Findings.Count(finding => finding.Id == "KVB1006").ShouldBe(2);
    }

    private sealed class CountingSource(IResourceSource inner) : IResourceSource
    {
        public int Queries { get; private set; }

        public ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            Queries += wave.Count;
            return inner.FetchAsync(wave, cancellationToken);
        }
    }

    private sealed class FailingResolver : IResourceResolver
    {
        public GroupKind? Kind => Things.Kind;

        public void Resolve(Resource resource, ReferenceCollector references) =>
            throw new InvalidOperationException("broken");
    }

    [Fact]
    public void A_resolver_that_fails_or_names_nothing_is_reported_and_ends_nothing()
    {
        var graph = ResourceGraph.Create(
            Things.Parse("a>b b"),
            Things
                .Resolvers.With(new Failing(_ => throw new InvalidOperationException("odd")))
                .With(new Failing(references => references.Add(default)))
        );
        graph
            .Findings.Count(finding => finding.Id == FindingIds.ResolverFailed && finding.Resource == Things.Id("a"))
            .ShouldBe(2);
        graph.EdgesFrom(Things.Id("a")).ShouldHaveSingleItem().To.ShouldBe(Things.Id("b"));
    }

    private sealed class Failing(Action<ReferenceCollector> act) : IResourceResolver
    {
        public GroupKind? Kind => Things.Kind;

        public void Resolve(Resource resource, ReferenceCollector references) => act(references);
    }
}
