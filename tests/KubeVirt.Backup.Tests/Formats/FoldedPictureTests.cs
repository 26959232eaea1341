using System.Text.RegularExpressions;
using CsCheck;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

/// <summary>Pictures in text: what is too much for one is folded by machine, and no name breaks out of its label.</summary>
public partial class FoldedPictureTests
{
    private const int Machines = 30;

    private static readonly ResourceGraph Crowd = ResourceGraph.Create(Objects(), BuiltInResolvers.Default);
    private static readonly ResourceGraph Sample = ResourceGraph.Create(
        Repository.SampleManifests.Resources,
        BuiltInResolvers.Default
    );

    [Fact]
    public void Up_to_the_limit_every_object_has_its_node()
    {
        var drawn = Sample.Nodes.Count(node => node.Id.Kind != Kinds.Namespace);
        BoxesIn(Sample.ToMermaid(drawn)).Count.ShouldBe(drawn);
        Sample.ToMermaid(drawn).ShouldNotContain("folded");
        Sample.ToMermaid(drawn - 1).ShouldContain("folded by machine");
    }

    [Fact]
    public void Above_the_limit_every_machine_is_drawn_with_the_number_of_its_objects()
    {
        var picture = Crowd.ToMermaid(maxNodes: Machines + 3);
        for (var n = 0; n < Machines; n++)
            picture.ShouldContain($"[\"VirtualMachine<br/>shop/vm-{n}<br/>(3 objects)\"]");
        picture.ShouldContain("[\"Environment<br/>(1 object)\"]");
        picture.ShouldContain("[\"Secret<br/>shop/common\"]");
        picture.ShouldContain("folded by machine");
        picture.ShouldNotContain("more objects");
    }

    [Fact]
    public void What_machines_share_is_one_node_where_there_is_no_room_for_each() =>
        Crowd.ToMermaid(maxNodes: Machines + 2).ShouldContain("Shared by several machines<br/>(1 object)");

    [Fact]
    public void Machines_are_left_out_last_and_what_is_left_out_is_counted()
    {
        const int Most = 10;
        var picture = Crowd.ToMermaid(Most);
        BoxesIn(picture).ShouldAllBe(label => label.StartsWith("VirtualMachine"));
        BoxesIn(picture).Count.ShouldBe(Most);
        picture.ShouldContain($"... {(Machines - Most) * 3 + 2} more objects");
        Crowd.ToDot(Most).ShouldContain($"... {(Machines - Most) * 3 + 2} more objects");
    }

    [Fact]
    public void In_DOT_each_machine_has_a_cluster() => ClusterPattern().Count(Crowd.ToDot()).ShouldBe(Machines);

    [Fact]
    public void The_pictures_of_a_folded_graph_have_every_object_in_one_box_or_count_it() =>
        Gen.Int[1, 200]
            .Sample(limit =>
            {
                var drawing = new FoldedDrawing(Sample, limit);
                drawing.Boxes.Count.ShouldBeLessThanOrEqualTo(limit);
                var machines = MachineGroups.Of(Sample).Machines.Count;
                drawing.Boxes.Count(box => box.Group >= 0).ShouldBeGreaterThanOrEqualTo(Math.Min(limit, machines));
                drawing.Edges.ShouldAllBe(edge => edge.From < drawing.Boxes.Count && edge.To < drawing.Boxes.Count);
            });

    // Whatever can stand in a name is in its label, and the picture has the lines that it has for any other name.
    [Fact]
    public void A_name_does_not_break_out_of_its_label() =>
        Gen
            .String.Array[1, 4]
            .Sample(texts =>
            {
                string[] hostile = ["a#quot;]", "`a`", "x\"];click", "--&gt;#35;", "\\\"", "<b>"];
                var names = texts.Concat(hostile).Select((text, number) => $"{NameOf(text)}{number}").ToList();
                var graph = ResourceGraph.Create(names.Select(ConfigMap), BuiltInResolvers.Default);
                var labels = graph.Nodes.Where(node => !node.IsMissing).Select(node => $"ConfigMap\nns/{node.Id.Name}");

                graph.ToMermaid().Split('\n').ShouldAllBe(line => MermaidLine().IsMatch(line));
                BoxesIn(graph.ToMermaid()).Select(FromMermaid).ShouldBe(labels);
                graph.ToDot().Split('\n').ShouldAllBe(line => DotLine().IsMatch(line));
            });

    private static List<string> BoxesIn(string mermaid) =>
        [.. BoxPattern().Matches(mermaid).Select(match => match.Groups["label"].Value)];

    private static string FromMermaid(string label) =>
        label
            .Replace("<br/>", "\n")
            .Replace("#quot;", "\"")
            .Replace("#lt;", "<")
            .Replace("#gt;", ">")
            .Replace("#96;", "`")
            .Replace("#amp;", "&")
            .Replace("#35;", "#");

    private static string NameOf(string text) => string.Concat(text.Where(c => ResourceId.IsName($"a{c}")));

    private static Resource ConfigMap(string name) =>
        Resource.Parse(
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    apiVersion = "v1",
                    kind = "ConfigMap",
                    metadata = new { name, @namespace = "ns" },
                }
            )
        );

    /// <summary>Machines with two claims each, a Secret that all of them use, and a class.</summary>
    private static IEnumerable<Resource> Objects()
    {
        yield return Resource.Parse(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"common","namespace":"shop"}}"""
        );
        yield return Resource.Parse(
            """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},"provisioner":"p"}"""
        );
        for (var n = 0; n < Machines; n++)
        {
            yield return Claim($"a-{n}");
            yield return Claim($"b-{n}");
            yield return Resource.Parse(
                $$$"""
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm-{{{n}}}","namespace":"shop"},
                "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{},"volumes":[
                {"name":"a","persistentVolumeClaim":{"claimName":"a-{{{n}}}"}},
                {"name":"b","persistentVolumeClaim":{"claimName":"b-{{{n}}}"}},
                {"name":"s","secret":{"secretName":"common"}}]} } } }
                """
            );
        }
    }

    private static Resource Claim(string name) =>
        Resource.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"{{{name}}}","namespace":"shop"},
            "spec":{"storageClassName":"fast"} }
            """
        );

    [GeneratedRegex("^  n\\d+\\[\"(?<label>[^\"]*)\"\\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex BoxPattern();

    [GeneratedRegex("subgraph cluster_\\d+ ")]
    private static partial Regex ClusterPattern();

    [GeneratedRegex("""^(flowchart LR|  n\d+\["[^"`]*"\](:::\w+)?|  n\d+ \S+ n\d+|  classDef .*|)$""")]
    private static partial Regex MermaidLine();

    [GeneratedRegex(
        """^(digraph resources \{|  \w+=\w+|  node \[shape=box\]|  n\d+ (-> n\d+ )?\[label="([^"\\]|\\["\\n])*"[^"]*\]|\}|)$"""
    )]
    private static partial Regex DotLine();
}
