using System.Text;
using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// managedFields is kept as it was read, and reading goes over it without a look: what stands around it must not be
/// lost.
/// </summary>
public class ManagedFieldsTests
{
    private const string Managed =
        """[{"manager":"m","fieldsV1":{"f:metadata":{"f:name":{}},"k:{\"uid\":\"x\"}":[1,{"name":"no"}]}}]""";
    private const string Owner = """
        "ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"vm","uid":"u"}]
        """;

    [Theory]
    [InlineData("\"generation\":1,\"managedFields\":" + Managed + ",\"name\":\"c\"," + Owner)]
    [InlineData("\"generation\":1 ,\n  \"managedFields\" : " + Managed + " ,\n  \"name\":\"c\"," + Owner)]
    [InlineData("\"managedFields\":" + Managed + ",\"name\":\"c\"," + Owner)]
    [InlineData("\"name\":\"c\"," + Owner + ",\"managedFields\":" + Managed)]
    [InlineData("\"name\":\"c\"," + Owner + ",\"managedFields\":null,\"x\":{\"managedFields\":1,\"y\":2}")]
    public void References_are_found_wherever_it_stands(string metadata)
    {
        var json =
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"""
            + metadata
            + """},"spec":{"storageClassName":"fast"}}""";
        var resource = new ManifestReader()
            .Read(
                Encoding.UTF8.GetBytes($"{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{json}]}}"),
                "dump.json"
            )
            .Resources.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(resource.Json.Span).ShouldBe(json);
        Edges(resource).ShouldBe(Edges(Resource.Parse(json)));
        Edges(resource).ShouldContain("StorageClass.storage.k8s.io/fast /spec/storageClassName");
        Edges(resource).ShouldContain("VirtualMachine.kubevirt.io/default/vm /metadata/ownerReferences/0/name");
    }

    [Theory]
    [InlineData("\"generation\":1,\"managedFields\":" + Managed + ",\"name\":\"c\"", "\"generation\":1,\"name\":\"c\"")]
    [InlineData(
        "\"generation\":1 ,\n  \"managedFields\" : " + Managed + " ,\n  \"name\":\"c\"",
        "\"generation\":1 ,\n  \"name\":\"c\""
    )]
    [InlineData("\"name\":\"c\",\"x\":1.50", "\"name\":\"c\",\"x\":1.50")]
    [InlineData("\"managedFields\":" + Managed + ",\"name\":\"c\"", "\"name\":\"c\"")]
    [InlineData("\"name\":\"c\" ,\"managedFields\":" + Managed + " ", "\"name\":\"c\" ")]
    [InlineData("\"managedFields\":null,\"name\":\"c\"", "\"name\":\"c\"")]
    [InlineData("\"managedFields\":{\"a\":[\"]\"]},\"name\":\"c\"", "\"name\":\"c\"")]
    [InlineData("\"managedFields\":[\"\\\\\",\"]\\\\\\\"]\"],\"name\":\"c\"", "\"name\":\"c\"")]
    public void They_can_be_left_out_and_nothing_else_is(string metadata, string rest)
    {
        var other =
            $$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"padding":"{{new string('s', 200_000)}}" }""";
        var set = Manifest.Read(
            $"{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{Claim(metadata)}, {other}]}}",
            new ManifestOptions { DropManagedFields = true }
        );
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(resource => resource.Json()).ShouldBe([Claim(rest), other]);

        static string Claim(string metadata) =>
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"""
            + metadata
            + """},"spec":{"storageClassName":"fast"}}""";
    }

    [Theory]
    [InlineData(
        "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\n\"managedFields\":[\n{\"a\":\"]\"}\n],\n\"name\":\"s\"}}\n{\n\"kind\":tru}"
    )]
    [InlineData("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\n\"managedFields\":[\n{\"a\":[\"\\\"]")]
    [InlineData("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\n\"managedFields\":[\n{\"a\":\"\\")]
    [InlineData("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\n\"managedFields\":[\n{\"a\":\"\\[")]
    public void Where_a_text_breaks_off_is_reported_all_the_same(string text)
    {
        var dropped = Manifest.Read(text, new ManifestOptions { DropManagedFields = true });
        var kept = Manifest.Read(text);
        dropped.Findings.ShouldBe(kept.Findings);
        dropped.Findings.ShouldNotBeEmpty();
        dropped.Names().ShouldBe(kept.Names());
    }

    [Fact]
    public void They_can_be_left_out_of_items_that_have_kind_and_version_from_their_list()
    {
        var item = """{"metadata":{"generation":1,"managedFields":""" + Managed + ""","name":"c"}}""";
        var set = Manifest.Read(
            $"{{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"items\":[{item}]}}",
            new ManifestOptions { DropManagedFields = true }
        );
        set.Resources.ShouldHaveSingleItem()
            .Json()
            .ShouldBe("""{"apiVersion":"v1","kind":"Secret","metadata":{"generation":1,"name":"c"}}""");
    }

    [Fact]
    public async Task A_plan_does_not_tell_whether_they_were_left_out()
    {
        var dump = Directory.CreateTempSubdirectory("dump");
        try
        {
            Dump.Write(dump.FullName, 3);
            var plans = new List<string>();
            foreach (var drop in new[] { false, true })
            {
                var set = await new ManifestReader(new ManifestOptions { DropManagedFields = drop }).ReadPathsAsync(
                    [dump.FullName],
                    TestContext.Current.CancellationToken
                );
                set.Resources.Any(resource => resource.At("/metadata/managedFields") is not null).ShouldBe(!drop);
                plans.Add(BackupPlanner.Plan(set).ToJson());
            }

            plans[1].ShouldBe(plans[0]);
        }
        finally
        {
            dump.Delete(recursive: true);
        }
    }

    private static string[] Edges(Resource resource) =>
        [.. ResourceGraph.Create([resource], BuiltInResolvers.Default).Edges.Select(edge => $"{edge.To} {edge.Path}")];
}
