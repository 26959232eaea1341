using CsCheck;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Comparing;

public class ComparisonLawTests
{
    private static readonly Gen<string> Name = Gen.Int[0, 9].Select(n => $"t{n}");

    private static readonly Gen<string[]> Edges = Gen.Select(Name, Gen.Char[">>>=^"], Name, (a, kind, b) =>
        $"{a}{kind}{b}"
    ).Array[0, 25];

    [Fact]
    public void A_graph_differs_from_itself_in_nothing() =>
        Edges.Sample(edges => GraphComparison.Between(Graph(edges), Graph(edges)).IsEmpty.ShouldBeTrue());

    [Fact]
    public void Backwards_it_is_the_mirror_image() =>
        Gen.Select(Edges, Edges)
            .Sample(
                (one, other) =>
                {
                    var (there, back) = (
                        GraphComparison.Between(Graph(one), Graph(other)),
                        GraphComparison.Between(Graph(other), Graph(one))
                    );
                    back.Added.ShouldBe(there.Removed);
                    back.Removed.ShouldBe(there.Added);
                    back.AddedReferences.ShouldBe(there.RemovedReferences);
                    back.RemovedReferences.ShouldBe(there.AddedReferences);
                    back.NewlyMissing.ShouldBe(there.NoLongerMissing);
                    back.Changed.Select(change => change.Resource)
                        .ShouldBe(there.Changed.Select(change => change.Resource));
                }
            );

    [Fact]
    public void The_earlier_graph_and_what_differs_give_the_later_one() =>
        Gen.Select(Edges, Edges)
            .Sample(
                (one, other) =>
                {
                    var (before, after) = (Graph(one), Graph(other));
                    var comparison = GraphComparison.Between(before, after);
                    Ids(before, NodeState.Observed)
                        .Except(comparison.Removed)
                        .Union(comparison.Added)
                        .Order()
                        .ShouldBe(Ids(after, NodeState.Observed));
                    Ids(before, NodeState.Missing)
                        .Except(comparison.NoLongerMissing)
                        .Union(comparison.NewlyMissing)
                        .Order()
                        .ShouldBe(Ids(after, NodeState.Missing));
                    before
                        .Edges.Except(comparison.RemovedReferences)
                        .Union(comparison.AddedReferences)
                        .Select(edge => edge.ToString())
                        .Order()
                        .ShouldBe(after.Edges.Select(edge => edge.ToString()).Distinct().Order());
                }
            );

    private static ResourceGraph Graph(string[] edges) => Things.Graph(string.Join(' ', edges));

    private static IEnumerable<ResourceId> Ids(ResourceGraph graph, NodeState state) =>
        graph.Nodes.Where(node => node.State == state).Select(node => node.Id);
}
