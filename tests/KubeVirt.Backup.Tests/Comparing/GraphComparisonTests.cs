using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Comparing;

public class GraphComparisonTests
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");

    private static GraphComparison Sample { get; } = GraphComparison.Between(Read("before.yaml"), Read("after.yaml"));

    [Fact]
    public void Objects_that_only_one_graph_has_are_added_or_removed()
    {
        Text(Sample.Added).ShouldBe(["PersistentVolumeClaim/ns/data", "StorageClass.storage.k8s.io/ceph"]);
        Sample.Removed.ShouldBeEmpty();
        var back = GraphComparison.Between(Read("after.yaml"), Read("before.yaml"));
        back.Removed.ShouldBe(Sample.Added);
        back.Added.ShouldBeEmpty();
    }

    [Fact]
    public void A_change_is_reported_by_its_pointer_and_both_values()
    {
        var fields = Sample.Changed.Single(change => change.Resource == Machine).Fields;
        fields
            .Select(field => field.Path)
            .ShouldBe([
                "/spec/template/spec/domain/cpu/cores",
                "/spec/template/spec/domain/firmware",
                "/spec/template/spec/volumes",
            ]);
        fields[0].ToString().ShouldBe("/spec/template/spec/domain/cpu/cores: 2 -> 4");
        fields[1].ToString().ShouldEndWith("firmware: {\"serial\":\"a\"} -> (none)");
    }

    [Fact]
    public void What_API_servers_and_controllers_move_is_no_change() =>
        Sample
            .Changed.SelectMany(change => change.Fields)
            .Select(field => field.Path)
            .ShouldNotContain(path =>
                path.StartsWith("/status", StringComparison.Ordinal)
                || (path.StartsWith("/metadata", StringComparison.Ordinal) && path != "/metadata/annotations/note")
            );

    [Fact]
    public void What_counts_is_up_to_the_caller()
    {
        var options = new ComparisonOptions { IgnoredPaths = ["/spec", "/metadata/*"] };
        var change = GraphComparison
            .Between(Read("before.yaml"), Read("after.yaml"), options)
            .Changed.Single(change => change.Resource == Machine);
        change.Fields.Select(field => field.Path).ShouldBe(["/status/printableStatus"]);
        Should
            .Throw<FormatException>(() =>
                GraphComparison.Between(
                    Read("before.yaml"),
                    Read("before.yaml"),
                    new ComparisonOptions { IgnoredPaths = ["status"] }
                )
            )
            .Message.ShouldContain("'status'");
    }

    [Fact]
    public void Another_UID_under_the_same_name_is_a_replacement()
    {
        var replaced = Sample.Changed.Where(change => change.IsReplaced).ShouldHaveSingleItem();
        replaced.Resource.ToString().ShouldBe("PersistentVolumeClaim/ns/root");
        replaced.Fields.ShouldBeEmpty();
        Change("""{"name":"x","namespace":"ns","uid":"1"}""", """{"name":"x","namespace":"ns"}""").ShouldBeNull();
    }

    [Fact]
    public void References_that_only_a_status_holds_are_compared_although_the_status_is_not()
    {
        const string Guest =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","metadata":{"name":"g","namespace":"ns"},"status":{"volumeStatus":[{"name":"v","persistentVolumeClaimInfo":{"claimName":"CLAIM"}}]}}""";
        var comparison = GraphComparison.Between(
            Graph(Guest.Replace("CLAIM", "a", StringComparison.Ordinal)),
            Graph(Guest.Replace("CLAIM", "b", StringComparison.Ordinal))
        );
        comparison.Changed.ShouldBeEmpty();
        comparison.AddedReferences.Where(edge => edge.Reference.HoldsData).ShouldHaveSingleItem().To.Name.ShouldBe("b");
        comparison
            .RemovedReferences.Where(edge => edge.Reference.HoldsData)
            .ShouldHaveSingleItem()
            .To.Name.ShouldBe("a");
    }

    [Fact]
    public void What_is_missing_now_and_what_no_longer_is_are_told_apart()
    {
        Text(Sample.NewlyMissing).ShouldBe(["ConfigMap/ns/settings"]);
        Text(Sample.NoLongerMissing).ShouldBe(["StorageClass.storage.k8s.io/ceph"]);
    }

    [Fact]
    public void No_value_of_a_Secret_is_in_data_text_or_JSON()
    {
        var secret = Sample.Changed.Single(change => change.Resource.Kind == Kinds.Secret);
        secret
            .Fields.Select(field => field.Path)
            .ShouldBe(["/metadata/annotations/note", "/data/password", "/data/token"]);
        (string.Join('\n', secret.Fields) + Sample.ToText() + Sample.ToJson()).ShouldNotContain("swordfish");
    }

    [Fact]
    public void An_annotation_that_does_not_count_is_the_same_as_no_annotations() =>
        Change(
                """{"name":"x","namespace":"ns"}""",
                """{"name":"x","namespace":"ns","annotations":{"kubevirt.io/latest-observed-api-version":"v1"}}"""
            )
            .ShouldBeNull();

    [Fact]
    public void An_owner_that_was_made_anew_does_not_change_what_it_owns() =>
        Change(
                """{"name":"x","namespace":"ns","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"1"}]}""",
                """{"name":"x","namespace":"ns","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"2"}]}"""
            )
            .ShouldBeNull();

    [Fact]
    public void An_object_nested_as_deeply_as_is_read_is_compared()
    {
        string Nested(int leaf) =>
            $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","namespace":"ns"},"spec":{{string.Concat(Enumerable.Repeat("[", 250))}}{{leaf}}{{string.Concat(Enumerable.Repeat("]", 250))}}}""";
        GraphComparison
            .Between(Graph(Nested(1)), Graph(Nested(2)))
            .Changed.ShouldHaveSingleItem()
            .Fields.ShouldHaveSingleItem()
            .ToString()
            .ShouldEndWith("/0: 1 -> 2");
    }

    [Fact]
    public void A_machine_brought_into_a_target_differs_from_its_archive_by_what_the_target_gave_it()
    {
        var archive = BackupPlanner.Plan(Repository.SampleManifests).Graph;
        GraphComparison.Between(archive, archive).IsEmpty.ShouldBeTrue();
        var target = ResourceGraph
            .Create(
                archive
                    .Nodes.Where(node => node.Resource is not null && node.Id.Name != "db-data")
                    .Select(node => node.Resource!),
                Resolvers.BuiltInResolvers.Default
            )
            .Subgraph(archive.Roots);
        var comparison = GraphComparison.Between(archive, target);
        Text(comparison.NewlyMissing).ShouldContain("PersistentVolumeClaim/shop/db-data");
        comparison.Removed.ShouldContain(ResourceId.Parse("PersistentVolumeClaim/shop/db-data"));
        comparison.Changed.ShouldBeEmpty();
    }

    private static ResourceDifference? Change(string before, string after)
    {
        string Json(string metadata) => $$"""{"apiVersion":"example.org/v1","kind":"Thing","metadata":{{metadata}}}""";
        return GraphComparison.Between(Graph(Json(before)), Graph(Json(after))).Changed.SingleOrDefault();
    }

    private static ResourceGraph Graph(string json) =>
        ResourceGraph.Create([Resource.Parse(json)], Resolvers.BuiltInResolvers.Default);

    internal static ResourceGraph Read(string file) =>
        BackupPlanner
            .Plan(
                new ManifestReader()
                    .Read(
                        File.ReadAllBytes(
                            Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "Comparing", file)
                        ),
                        file
                    )
                    .Resources,
                null
            )
            .Graph;

    private static IEnumerable<string> Text(IEnumerable<ResourceId> ids) => ids.Select(id => id.ToString());
}
