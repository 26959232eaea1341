using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>What differs between two trees, as deep as both have the same shape.</summary>
internal static class NodeDiff
{
    public static IEnumerable<(string Pointer, JsonNode? Before, JsonNode? After)> Find(JsonNode before, JsonNode after)
    {
        var open = new Stack<(string Pointer, JsonNode? Before, JsonNode? After)>([("", before, after)]);
        while (open.TryPop(out var pair))
        {
            if (JsonNode.DeepEquals(pair.Before, pair.After))
                continue;
            switch (pair.Before, pair.After)
            {
                case (JsonObject a, JsonObject b):
                    foreach (var name in a.Select(member => member.Key).Union(b.Select(member => member.Key)).Reverse())
                        open.Push(($"{pair.Pointer}/{JsonPointer.Escape(name)}", a[name], b[name]));
                    break;
                case (JsonArray a, JsonArray b) when a.Count == b.Count:
                    for (var i = a.Count - 1; i >= 0; i--)
                        open.Push(($"{pair.Pointer}/{i.ToString(CultureInfo.InvariantCulture)}", a[i], b[i]));
                    break;
                default:
                    yield return pair;
                    break;
            }
        }
    }
}
