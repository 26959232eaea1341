using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

public class TreeTextTests
{
    private static readonly ResourceGraph Graph = ResourceGraph.Create(
        Repository.SampleManifests.Resources,
        BuiltInResolvers.Default
    );

    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    [Fact]
    public void A_tree_that_is_cut_off_says_how_much_is_not_shown()
    {
        var all = LinesOf(Graph.ToTree(Machine));
        var some = LinesOf(Graph.ToTree(Machine, maxRows: 5));

        some.Count.ShouldBe(6);
        some[..5].ShouldBe(all[..5]);
        some[5].ShouldBe($"... {all.Count - 5} more objects");
    }

    [Fact]
    public void What_is_missing_says_whether_anything_fails_without_it()
    {
        var tree = Graph.ToTree(ResourceId.Parse("VirtualMachine.kubevirt.io/shop/cache"));

        tree.ShouldContain("Secret cache-tls: secret volume (missing)");
        tree.ShouldContain("Secret cache-tuning: secret volume (not found, not needed)");
    }

    [Fact]
    public void Every_object_that_a_machine_needs_stands_in_its_tree_once()
    {
        var graph = Graph.Subgraph(Machine);
        var needed = graph.Nodes.Where(node => node.Id.Kind != Kinds.Namespace).ToList();
        var lines = LinesOf(graph.ToTree(Machine));

        lines.Count.ShouldBe(needed.Count);
        lines.ShouldBeUnique();
    }

    [Fact]
    public void Objects_that_need_each_other_end_the_tree()
    {
        var tree = Cycle().ToTree(ResourceId.Parse("PersistentVolumeClaim/ns/a"));
        LinesOf(tree).Count.ShouldBe(2);
    }

    [Fact]
    public void There_is_no_tree_of_what_the_graph_does_not_hold() =>
        Should.Throw<ArgumentException>(() => Graph.ToTree(ResourceId.Parse("Secret/shop/none")));

    private static ResourceGraph Cycle() =>
        ResourceGraph.Create([ClaimOf("a", "b"), ClaimOf("b", "a")], BuiltInResolvers.Default);

    private static Resource ClaimOf(string name, string source) =>
        Manifest
            .Read(
                $$"""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: {{name}}, namespace: ns}
                spec: {dataSource: {kind: PersistentVolumeClaim, name: {{source}}} }
                """
            )
            .Resources[0];

    private static List<string> LinesOf(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
