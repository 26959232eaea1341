using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>Compares two trees.</summary>
internal static class NodeDiff
{
    /// <summary>
    /// What differs, in the order of the trees: members of objects and items of lists of the same length one by one,
    /// everything else as a whole.
    /// </summary>
    public static IEnumerable<NodeDifference> Find(JsonNode before, JsonNode after)
    {
        // A stack in place of recursion; what is pushed in reverse comes off in order.
        var open = new Stack<NodeDifference>([new NodeDifference("", before, after)]);
        while (open.TryPop(out var pair))
        {
            if (JsonNode.DeepEquals(pair.Before, pair.After))
                continue;

            switch (pair.Before, pair.After)
            {
                case (JsonObject left, JsonObject right):
                    PushMembers(open, pair.Pointer, left, right);
                    break;
                case (JsonArray left, JsonArray right) when left.Count == right.Count:
                    PushItems(open, pair.Pointer, left, right);
                    break;
                default:
                    yield return pair;
                    break;
            }
        }
    }

    /// <summary>
    /// The members of both objects: in the order of the first one, then those that only the second one has.
    /// </summary>
    private static void PushMembers(Stack<NodeDifference> open, string pointer, JsonObject left, JsonObject right)
    {
        var names = left.Select(member => member.Key).Union(right.Select(member => member.Key));
        foreach (var name in names.Reverse())
            open.Push(new NodeDifference($"{pointer}/{JsonPointer.Escape(name)}", left[name], right[name]));
    }

    /// <summary>The items of two lists of the same length, pair by pair.</summary>
    private static void PushItems(Stack<NodeDifference> open, string pointer, JsonArray left, JsonArray right)
    {
        for (var i = left.Count - 1; i >= 0; i--)
        {
            var index = i.ToString(CultureInfo.InvariantCulture);
            open.Push(new NodeDifference($"{pointer}/{index}", left[i], right[i]));
        }
    }
}
