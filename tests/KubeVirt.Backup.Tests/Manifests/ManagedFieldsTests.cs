using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>managedFields is kept as it was read, and reading goes over it without a look: what stands around it must not be lost.</summary>
public class ManagedFieldsTests
{
    private const string Managed = """[{"manager":"m","fieldsV1":{"f:metadata":{"f:name":{}},"k:{\"uid\":\"x\"}":[1,{"name":"no"}]}}]""";
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
        var json = """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{""" + metadata + """},"spec":{"storageClassName":"fast"}}""";
        var resource = new ManifestReader().Read(Encoding.UTF8.GetBytes($"{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{json}]}}"), "dump.json").Resources.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(resource.Json.Span).ShouldBe(json);
        Edges(resource).ShouldBe(Edges(Resource.Parse(json)));
        Edges(resource).ShouldContain("StorageClass.storage.k8s.io/fast /spec/storageClassName");
        Edges(resource).ShouldContain("VirtualMachine.kubevirt.io/default/vm /metadata/ownerReferences/0/name");
    }

    private static string[] Edges(Resource resource) =>
        [.. ResourceGraph.Create([resource], BuiltInResolvers.Default).Edges.Select(edge => $"{edge.To} {edge.Path}")];
}
