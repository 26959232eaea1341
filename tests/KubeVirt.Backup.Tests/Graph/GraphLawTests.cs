using CsCheck;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

public class GraphLawTests
{
    private static readonly Gen<string> Name = Gen.Int[0, 14].Select(n => $"t{n}");

    private static readonly Gen<string[]> Edges = Gen.Select(Name, Gen.Char[">>>=^"], Name, (a, kind, b) =>
        $"{a}{kind}{b}"
    ).Array[0, 40];

    [Fact]
    public void What_is_needed_stands_in_an_earlier_set_or_in_the_same_one_if_they_need_each_other() =>
        Edges.Sample(edges =>
        {
            var graph = Things.Graph(string.Join(' ', edges));
            var set = SetOf(graph);
            foreach (var edge in graph.Edges.Where(edge => edge.Relation == Relation.Needs && set.ContainsKey(edge.To)))
            {
                set[edge.To].ShouldBeLessThanOrEqualTo(set[edge.From]);
                if (edge.To != edge.From && set[edge.To] == set[edge.From])
                    graph.Findings.ShouldContain(finding => finding.Id == "KVB1004");
            }
        });

    [Fact]
    public void Every_observed_object_stands_in_exactly_one_set() =>
        Edges.Sample(edges =>
        {
            var graph = Things.Graph(string.Join(' ', edges));
            graph
                .Sets.SelectMany(set => set)
                .Order()
                .ShouldBe(graph.Nodes.Where(node => node.State == NodeState.Observed).Select(node => node.Id));
            graph.Sets.ShouldAllBe(set => set.Count > 0);
        });

    [Fact]
    public void Each_object_stands_as_early_as_what_it_needs_allows() =>
        Edges.Sample(edges =>
        {
            var graph = Things.Graph(string.Join(' ', edges));
            if (graph.Findings.Any(finding => finding.Id == "KVB1004"))
                return;
            var set = SetOf(graph);
            foreach (var (id, number) in set.Where(pair => pair.Value > 0))
            {
                var before = graph
                    .EdgesFrom(id)
                    .Where(edge => edge.Relation == Relation.Needs)
                    .Select(edge => edge.To)
                    .Concat(graph.EdgesTo(id).Where(edge => edge.Relation == Relation.Runs).Select(edge => edge.From));
                before.Where(set.ContainsKey).Max(other => set[other]).ShouldBe(number - 1);
            }
        });

    [Fact]
    public void The_order_of_reading_does_not_show_in_the_result() =>
        Gen.Select(Edges, Gen.Int)
            .Sample(
                (edges, seed) =>
                {
                    var things = Things.Parse(string.Join(' ', edges)).ToArray();
                    var shuffled = things.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Describe(ResourceGraph.Create(shuffled, Things.Resolvers))
                        .ShouldBe(Describe(ResourceGraph.Create(things, Things.Resolvers)));
                }
            );

    [Fact]
    public void A_subgraph_is_what_a_build_from_its_roots_gives() =>
        Gen.Select(Edges, Name)
            .Sample(
                (edges, name) =>
                {
                    var things = Things.Parse(string.Join(' ', edges));
                    var whole = ResourceGraph.Create(things, Things.Resolvers);
                    var root = Things.Id(name);
                    if (whole.FindResource(root) is null)
                        return;
                    var built = new ResourceGraphBuilder(Things.Resolvers)
                        .BuildAsync(new MemoryResourceSource(things), [root])
                        .AsTask()
                        .GetAwaiter()
                        .GetResult();
                    Describe(whole.Subgraph(root)).ShouldBe(Describe(built));
                }
            );

    [Fact]
    public void Objects_at_hand_make_the_graph_that_asking_for_each_makes() =>
        Edges.Sample(edges => ShouldMakeTheSame(Things.Parse(string.Join(' ', edges)), Things.Resolvers));

    [Fact]
    public void Machines_at_hand_make_the_graph_that_asking_for_each_object_makes() =>
        ShouldMakeTheSame(Repository.ThirtyMachines, BuiltInResolvers.Default);

    [Fact]
    public void Every_object_is_explained_by_a_chain_that_begins_at_a_root() =>
        Gen.Select(Edges, Name)
            .Sample(
                (edges, name) =>
                {
                    var graph = Things.Graph(string.Join(' ', edges));
                    if (graph.FindResource(Things.Id(name)) is null)
                        return;
                    var sub = graph.Subgraph(Things.Id(name));
                    foreach (var node in sub.Nodes.Where(node => node.Id != Things.Id(name)))
                    {
                        var chain = sub.Explain(node.Id);
                        chain[0].From.ShouldBe(Things.Id(name));
                        chain[^1].To.ShouldBe(node.Id);
                        chain.Zip(chain.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
                    }
                }
            );

    private static void ShouldMakeTheSame(IEnumerable<Resource> resources, ResolverSet resolvers)
    {
        var source = new MemoryResourceSource(resources);
        var asked = new ResourceGraphBuilder(resolvers)
            .BuildAsync(source, source.Resources.Select(resource => resource.Id))
            .AsTask()
            .GetAwaiter()
            .GetResult();
        var atHand = ResourceGraph.Create(source.Resources, resolvers);
        Describe(atHand).ShouldBe(Describe(asked));
        atHand.Roots.ShouldBe(asked.Roots);
    }

    private static Dictionary<ResourceId, int> SetOf(ResourceGraph graph) =>
        graph
            .Sets.Index()
            .SelectMany(set => set.Item.Select(id => (id, set.Index)))
            .ToDictionary(pair => pair.id, pair => pair.Index);

    private static string Describe(ResourceGraph graph) =>
        string.Join(
            '\n',
            graph
                .Nodes.Select(node => node.ToString())
                .Concat(graph.Edges.Select(edge => edge.ToString()))
                .Concat(graph.Sets.Select(set => string.Join(' ', set)))
                .Concat(graph.Findings.Select(finding => finding.ToString()))
        );
}
