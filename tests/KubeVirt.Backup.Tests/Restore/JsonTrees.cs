using System.Text.Json.Nodes;
using CsCheck;

namespace KubeVirt.Backup.Restore;

/// <summary>Random JSON. Names come from a few, so that two trees have some in common.</summary>
internal static class JsonTrees
{
    public static Gen<JsonNode?> Values { get; } = Gen.Int.Select(seed => Value(new Random(seed), 3, withNull: true));

    public static Gen<JsonObject> Objects { get; } =
        Gen.Int.Select(seed => Object(new Random(seed), 3, withNull: true));

    /// <summary>Objects without null, which a merge patch cannot say.</summary>
    public static Gen<JsonObject> Full { get; } = Gen.Int.Select(seed => Object(new Random(seed), 3, withNull: false));

    private static JsonObject Object(Random random, int depth, bool withNull)
    {
        var members = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
            members[$"{(char)('a' + random.Next(4))}"] = Value(random, depth - 1, withNull);
        return members;
    }

    private static JsonNode? Value(Random random, int depth, bool withNull) =>
        random.Next(depth > 0 ? 6 : 4) switch
        {
            0 => random.Next(3),
            1 => "text",
            2 => random.Next(2) == 0,
            3 => withNull ? null : "other",
            4 => new JsonArray([
                .. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1, withNull)),
            ]),
            _ => Object(random, depth, withNull),
        };
}
