using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Comparing;

public class ObjectGraphTests
{
    private static readonly string Answer = File.ReadAllText(
        Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "ObjectGraph", "db.json")
    );

    private static readonly ResourceGraph Ours = BackupPlanner.Plan(Repository.SampleManifests).Graph;

    internal static ObjectGraphComparison Sample { get; } =
        ObjectGraphComparison.Between(Ours, ObjectGraph.Parse(Answer));

    [Fact]
    public void An_answer_is_read_in_the_order_of_the_document_with_parents_labels_and_flags()
    {
        var graph = ObjectGraph.Parse(Answer);
        graph.Root.ToString().ShouldBe("VirtualMachine.kubevirt.io/shop/db");
        graph.Nodes.Count.ShouldBe(14);
        graph.Nodes[0].Parent.ShouldBeNull();
        graph
            .Nodes[2]
            .ShouldBe(
                new ObjectGraphNode(
                    ResourceId.Parse("Pod/shop/virt-launcher-db-6q9wt"),
                    ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db"),
                    "compute",
                    false
                )
            );
        graph
            .Nodes[5]
            .ShouldBe(
                new ObjectGraphNode(
                    ResourceId.Parse("VirtualMachineClusterPreference.instancetype.kubevirt.io/linux-server"),
                    graph.Root,
                    "config",
                    true
                )
            );
    }

    [Fact]
    public void All_that_KubeVirt_names_for_a_running_machine_we_have_too()
    {
        Sample.OnlyTheirs.ShouldBeEmpty();
        Sample.Both.Count.ShouldBe(14);
    }

    [Fact]
    public void Whatever_we_have_beyond_has_a_reason()
    {
        Sample.OnlyOurs.ShouldNotBeEmpty();
        Sample.OnlyOurs.ShouldAllBe(difference => difference.Reason != null);
        Sample
            .Both.Concat(Sample.OnlyOurs.Select(difference => difference.Resource))
            .Order()
            .ShouldBe(Ours.Subgraph(Sample.Root).Nodes.Select(node => node.Id));
    }

    [Fact]
    public void What_KubeVirt_follows_and_did_not_name_has_no_reason()
    {
        var comparison = ObjectGraphComparison.Between(Ours, ObjectGraph.Parse(Root("db", "shop")));
        Reason(comparison, "Secret/shop/db-cloudinit").ShouldBeNull();
        Reason(comparison, "Namespace/shop").ShouldBe("KubeVirt's object graph has no objects of this kind.");
        Reason(comparison, "Pod/shop/virt-launcher-db-6q9wt")
            .ShouldBe(
                "It is reached by way of VirtualMachineInstance.kubevirt.io/shop/db, which KubeVirt's object graph lacks."
            );
        Reason(comparison, "DataVolume.cdi.kubevirt.io/shop/db-data")
            .ShouldBe("KubeVirt's object graph lists no DataVolume for a volume that names the claim.");
    }

    [Theory]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"memoryDump\":{\"claimName\":\"x\"}}]", "memory dumps")]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"sysprep\":{\"secret\":{\"name\":\"x\"}}}]", "sysprep volumes")]
    [InlineData(
        "\"volumes\":[{\"name\":\"v\",\"ephemeral\":{\"persistentVolumeClaim\":{\"claimName\":\"x\"}}}]",
        "base images of ephemeral volumes"
    )]
    [InlineData("\"volumes\":[{\"name\":\"v\",\"containerDisk\":{\"imagePullSecret\":\"x\"}}]", "pull secrets")]
    [InlineData("\"utilityVolumes\":[{\"name\":\"v\",\"claimName\":\"x\"}]", "utility volumes")]
    [InlineData("\"serviceAccountName\":\"x\"", "service accounts of the pod")]
    [InlineData(
        "\"accessCredentials\":[{\"userPassword\":{\"source\":{\"secret\":{\"secretName\":\"x\"}}}}]",
        "a password beside"
    )]
    [InlineData("\"domain\":{\"devices\":{\"tpm\":{\"persistent\":true}}}", "by its label")]
    public void A_known_gap_is_named(string spec, string gap)
    {
        var machine = Resource.Parse(
            "{\"apiVersion\":\"kubevirt.io/v1\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"db\",\"namespace\":\"ns\",\"uid\":\"u\"},\"spec\":{\"template\":{\"spec\":{"
                + spec
                + "}}}}"
        );
        var comparison = ObjectGraphComparison.Between(
            BackupPlanner.Plan([machine], null).Graph,
            ObjectGraph.Parse(Root("db", "ns"))
        );
        comparison
            .OnlyOurs.Where(difference => difference.Resource.Kind != Kinds.Namespace)
            .ShouldHaveSingleItem()
            .Reason.ShouldNotBeNull()
            .ShouldContain(gap);
    }

    [Theory]
    [InlineData("\"preference\":{\"name\":\"gone\"},\"template\":{}", "not where its preference does")]
    [InlineData("\"template\":{\"spec\":{\"domain\":{\"devices\":{\"tpm\":{\"persistent\":true}}}}}", null)]
    public void A_labelled_claim_with_state_is_known_to_be_left_out_only_where_the_preference_asks_for_it(
        string spec,
        string? reason
    )
    {
        var machine = Resource.Parse(
            "{\"apiVersion\":\"kubevirt.io/v1\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"db\",\"namespace\":\"ns\",\"uid\":\"u\"},\"spec\":{"
                + spec
                + "}}"
        );
        var claim = Resource.Parse(
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"state","namespace":"ns","labels":{"persistent-state-for":"db"}}}"""
        );
        var found = Reason(
            ObjectGraphComparison.Between(
                BackupPlanner.Plan([machine, claim], null).Graph,
                ObjectGraph.Parse(Root("db", "ns"))
            ),
            "PersistentVolumeClaim/ns/state"
        );
        (found is null).ShouldBe(reason is null);
        (found ?? "").ShouldContain(reason ?? "");
    }

    [Fact]
    public void What_only_KubeVirt_has_says_whether_we_know_the_object()
    {
        var answer = Answer
            .Replace("db-cloudinit", "web-session", StringComparison.Ordinal)
            .Replace("db-network", "unheard-of", StringComparison.Ordinal);
        var all = ResourceGraph.Create(Repository.SampleManifests.Resources, Resolvers.BuiltInResolvers.Default);
        var comparison = ObjectGraphComparison.Between(all, ObjectGraph.Parse(answer));
        comparison
            .OnlyTheirs.Select(difference => difference.ToString())
            .ShouldBe([
                "Secret/shop/unheard-of: no reason is known",
                "Secret/shop/web-session: The graph has it, but nothing that VirtualMachine.kubevirt.io/shop/db reaches refers to it.",
            ]);
    }

    [Fact]
    public void A_machine_that_we_lack_is_said()
    {
        var comparison = ObjectGraphComparison.Between(Ours, ObjectGraph.Parse(Root("other", "ns")));
        comparison.OnlyOurs.ShouldBeEmpty();
        comparison
            .OnlyTheirs.ShouldHaveSingleItem()
            .Reason.ShouldBe("The graph does not hold VirtualMachine.kubevirt.io/ns/other.");
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{\"objectReference\":", "not valid JSON")]
    [InlineData("[]", "'/objectReference' names no object")]
    [InlineData("{}", "'/objectReference' names no object")]
    [InlineData("{\"objectReference\":{\"kind\":\"\",\"name\":\"\"}}", "'/objectReference' names no object")]
    [InlineData(
        "{\"objectReference\":{\"kind\":\"Pod\",\"name\":\"a/b\",\"namespace\":\"ns\"}}",
        "'/objectReference' names no object"
    )]
    [InlineData("{\"objectReference\":{\"kind\":\"Pod\",\"name\":\"p\"},\"children\":{}}", "'/children' is not a list")]
    [InlineData(
        "{\"objectReference\":{\"kind\":\"Pod\",\"name\":\"p\"},\"children\":[7,{\"objectReference\":8}]}",
        "'/children/0/objectReference' names no object by kind and name; '/children/1/objectReference'"
    )]
    [InlineData(
        "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"ObjectGraph feature gate not enabled\",\"code\":400}",
        "ObjectGraph feature gate not enabled"
    )]
    public void What_is_no_object_graph_is_refused_and_said_where(string json, string message) =>
        Should.Throw<FormatException>(() => ObjectGraph.Parse(json)).Message.ShouldContain(message);

    [Fact]
    public void A_tree_may_be_as_deep_as_JSON_is_read_and_no_deeper()
    {
        string Nested(int depth) =>
            string.Concat(
                Enumerable.Repeat("{\"objectReference\":{\"kind\":\"Pod\",\"name\":\"p\"},\"children\":[", depth)
            ) + string.Concat(Enumerable.Repeat("]}", depth));
        ObjectGraph.Parse(Nested(127)).Nodes.Count.ShouldBe(127);
        Should
            .Throw<FormatException>(() => ObjectGraph.Parse(Nested(200_000)))
            .Message.ShouldContain("nested too deeply");
    }

    private static string Root(string name, string ns) =>
        "{\"objectReference\":{\"apiGroup\":\"kubevirt.io\",\"kind\":\"VirtualMachine\",\"name\":\""
        + name
        + "\",\"namespace\":\""
        + ns
        + "\"},\"children\":null}";

    private static string? Reason(ObjectGraphComparison comparison, string id) =>
        comparison.OnlyOurs.Single(difference => difference.Resource == ResourceId.Parse(id)).Reason;
}
