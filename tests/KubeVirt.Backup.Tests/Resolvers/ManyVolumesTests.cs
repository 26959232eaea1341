using System.Globalization;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

public class ManyVolumesTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(20_000)]
    public void Each_of_many_volumes_is_optional_by_its_own_sibling(int count)
    {
        var volumes = Enumerable
            .Range(0, count)
            .Select(n =>
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = $"v{n}",
                        ["configMap"] = new JsonObject { ["name"] = $"c{n}", ["optional"] = n % 2 == 0 },
                    }
            );
        var machine = new JsonObject
        {
            ["apiVersion"] = "kubevirt.io/v1",
            ["kind"] = "VirtualMachineInstance",
            ["metadata"] = new JsonObject { ["name"] = "vm", ["namespace"] = "ns" },
            ["spec"] = new JsonObject { ["volumes"] = new JsonArray([.. volumes]) },
        };
        var edges = ResourceGraph
            .Create([Resource.Parse(machine.ToJsonString())], BuiltInResolvers.Default)
            .Edges.Where(edge => edge.To.Kind == Kinds.ConfigMap)
            .ToList();
        edges.Count.ShouldBe(count);
        edges
            .FindAll(edge => edge.IsRequired != (int.Parse(edge.To.Name[1..], CultureInfo.InvariantCulture) % 2 == 1))
            .ShouldBeEmpty();
    }
}
