using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Namespaces that look real: a random part of the sample manifests, with random fields taken away and unknown ones put
/// in.
/// </summary>
internal static class MutatedSamples
{
    public static Gen<IReadOnlyList<Resource>> Gen { get; } = CsCheck.Gen.Int.Select(Make);

    private static IReadOnlyList<Resource> Make(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Repository
                .SampleManifests.Resources.Where(_ => random.Next(5) > 0)
                .Select(resource => Mutate(resource, random)),
        ];
    }

    private static Resource Mutate(Resource resource, Random random)
    {
        var root = JsonNode.Parse(resource.Json.Span)!.AsObject();
        foreach (var part in new[] { "metadata", "spec", "status" })
        {
            if (random.Next(6) == 0)
                RemoveSomething(root[part], random);
        }

        if (root["spec"] is JsonObject spec && random.Next(4) == 0)
            spec["x-unknown"] = JsonNode.Parse(
                """{"number":1.50,"big":123456789012345678901234567890,"text":"\u00e9"}"""
            );
        return new Resource(resource.Id, resource.ApiVersion, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    /// <summary>Walks down at random and removes what it ends at, but never what makes the object an object.</summary>
    private static void RemoveSomething(JsonNode? node, Random random)
    {
        while (node is JsonObject members && members.Count > 0)
        {
            var (name, child) = members.ElementAt(random.Next(members.Count));
            if (name is "name" or "namespace" or "uid")
                return;
            if (child is not JsonObject || random.Next(3) == 0)
            {
                members.Remove(name);
                return;
            }

            node = child;
        }
    }
}
