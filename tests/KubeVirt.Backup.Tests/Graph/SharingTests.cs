using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

public class SharingTests
{
    private static readonly Gen<string> Name = Gen.Int[0, 11].Select(n => $"t{n}");

    private static readonly Gen<string[]> Edges = Gen.Select(Name, Gen.Char[">>>=^"], Name, (a, kind, b) =>
        $"{a}{kind}{b}"
    ).Array[1, 40];

    [Fact]
    public void What_several_roots_reach_is_shared_by_them() =>
        Text(Graph("a>s b>c c>s a>own b^a d>gone a>gone", "a", "b", "d"))
            .ShouldBe([
                "Thing.example.org/ns/gone: Thing.example.org/ns/a, Thing.example.org/ns/d",
                "Thing.example.org/ns/s: Thing.example.org/ns/a, Thing.example.org/ns/b",
            ]);

    [Fact]
    public void What_a_root_uses_by_way_of_another_root_is_that_ones() =>
        Text(Graph("pool=vm1 pool=vm2 vm1>disk vm2>key vm1>key", "pool", "vm1", "vm2"))
            .ShouldBe(["Thing.example.org/ns/key: Thing.example.org/ns/vm1, Thing.example.org/ns/vm2"]);

    [Fact]
    public void Users_are_those_that_a_walk_from_each_root_meets() =>
        Gen.Select(Edges, Name.Array[1, 6], Gen.Int[1, 4])
            .Sample(
                (edges, names, maxUsers) =>
                {
                    var all = Things.Graph(string.Join(' ', edges));
                    var roots = names
                        .Select(Things.Id)
                        .Where(id => all.FindResource(id) is not null)
                        .Distinct()
                        .ToList();
                    if (roots.Count == 0)
                        return;
                    var graph = all.Subgraph(roots);
                    var expected = graph
                        .Nodes.Select(node =>
                            (node.Id, Users: graph.Roots.Where(root => Reached(graph, root).Contains(node.Id)).ToList())
                        )
                        .Where(pair => pair.Users.Count > 1);
                    Describe(graph.Shared(maxUsers))
                        .ShouldBe(
                            expected.Select(pair =>
                                (pair.Id, string.Join(' ', pair.Users.Take(maxUsers)), pair.Users.Count > maxUsers)
                            )
                        );
                }
            );

    private static HashSet<ResourceId> Reached(ResourceGraph graph, ResourceId root)
    {
        var reached = new HashSet<ResourceId>();
        var open = new Queue<ResourceId>([root]);
        while (open.TryDequeue(out var id))
        {
            foreach (
                var edge in graph
                    .EdgesFrom(id)
                    .Where(edge =>
                        edge.Relation != Relation.OwnedBy
                        && edge.To != root
                        && reached.Add(edge.To)
                        && !graph.Roots.Contains(edge.To)
                    )
            )
                open.Enqueue(edge.To);
        }

        return reached;
    }

    private static IEnumerable<(ResourceId, string, bool)> Describe(IEnumerable<SharedResource> shared) =>
        shared.Select(resource => (resource.Resource, string.Join(' ', resource.Users), resource.HasMore));

    private static ResourceGraph Graph(string edges, params string[] roots) =>
        Things.Graph(edges).Subgraph(roots.Select(Things.Id));

    private static IEnumerable<string> Text(ResourceGraph graph) => graph.Shared().Select(shared => shared.ToString());
}
