using System.Text;
using System.Text.Json.Nodes;
using Shouldly;

namespace KubeVirt.Backup;

/// <summary>
/// A secret that no output may hold. It stands in the Secrets of samples and fixtures, and is planted wherever else a user
/// could keep one. Whatever comes out is searched for it, also as base64 and hexadecimal numbers.
/// </summary>
internal static class Canary
{
    public const string Value = "example-only-canary-4b8d1f";

    public static readonly string Base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Value));

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] Forms =
    [
        Value,
        .. Enumerable.Range(0, 3).Select(InnerBase64),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Value)),
    ];

    /// <summary>Whether a text shows it, in any form.</summary>
    public static bool IsIn(string text) => Forms.Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fails where an output shows it.</summary>
    /// <param name="text">The output.</param>
    /// <param name="output">What it is.</param>
    public static void ShouldNotBeIn(string text, string output) =>
        IsIn(text).ShouldBeFalse($"{output} shows the value of a Secret: {Around(text)}");

    /// <summary>The objects, each Secret with the canary in all places that can hold one.</summary>
    public static IReadOnlyList<Resource> Plant(IEnumerable<Resource> resources) =>
        [.. resources.Select(resource => resource.Id.Kind == Kinds.Secret ? Plant(resource) : resource)];

    private static Resource Plant(Resource secret)
    {
        var root = JsonNode.Parse(secret.Json.Span)!.AsObject();
        foreach (var key in Members(root, "data").Select(member => member.Key).ToList())
            root["data"]![key] = Base64;
        Members(root, "data")["canary"] = Base64;
        Members(root, "stringData")["plain"] = $"user: {Value}\n";
        root["unknown"] = new JsonObject { ["deep"] = new JsonArray(Value) };
        var metadata = Members(root, "metadata");
        Members(metadata, "labels")["copied"] = Value;
        var annotations = Members(metadata, "annotations");
        annotations["note"] = Value;
        annotations[LastApplied] = $$$"""{"data":{"canary":"{{{Base64}}}"},"stringData":{"plain":"{{{Value}}}"}}""";
        metadata["managedFields"] = new JsonArray(
            new JsonObject
            {
                ["manager"] = "kubectl",
                ["operation"] = "Apply",
                ["fieldsV1"] = new JsonObject { ["f:data"] = new JsonObject { [$"v:\"{Value}\""] = new JsonObject() } },
            }
        );

        return Resource.Parse(root.ToJsonString());
    }

    private static JsonObject Members(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject members)
            parent[name] = members = [];
        return members;
    }

    /// <summary>The part of its base64 that does not depend on what stands before and after it.</summary>
    private static string InnerBase64(int before)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', before) + Value);
        var whole = bytes.Length / 3 * 3;
        return Convert.ToBase64String(bytes, 0, whole)[(before == 0 ? 0 : 4)..];
    }

    private static string Around(string text)
    {
        var at = Forms.Max(form => text.IndexOf(form, StringComparison.OrdinalIgnoreCase));
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 60)];
    }
}
