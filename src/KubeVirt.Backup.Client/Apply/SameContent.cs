using System.Numerics;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Compares an object that is there with one that would be created. What servers and controllers add, metadata and
/// status, does not count.
/// </summary>
internal static class SameContent
{
    private static readonly string[] Uncompared = ["apiVersion", "kind", "metadata", "status"];

    /// <summary>
    /// Whether an object holds all that another one says. Of lists, the items stand in the same order.
    /// </summary>
    public static bool Holds(Resource found, Resource wanted)
    {
        // A stack instead of recursion: the depth is the user's.
        var pending = new Stack<Pair>();
        var root = found.At("");
        foreach (var member in wanted.At("")!.Value.EnumerateObject())
        {
            if (!Uncompared.Contains(member.Name))
                pending.Push(new Pair(MemberOf(root, member.Name), member.Value));
        }

        while (pending.TryPop(out var pair))
        {
            if (!Compare(pair, pending))
                return false;
        }

        return true;
    }

    /// <summary>Compares two values, but for their members or items, which are put on the stack.</summary>
    private static bool Compare(Pair pair, Stack<Pair> pending)
    {
        if (pair.Found is not { } found)
            return IsEmpty(pair.Wanted);

        var wanted = pair.Wanted;
        switch (found.ValueKind, wanted.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                foreach (var member in wanted.EnumerateObject())
                    pending.Push(new Pair(MemberOf(found, member.Name), member.Value));
                return true;
            case (JsonValueKind.Array, JsonValueKind.Array):
                if (found.GetArrayLength() != wanted.GetArrayLength())
                    return false;
                foreach (var (one, other) in found.EnumerateArray().Zip(wanted.EnumerateArray()))
                    pending.Push(new Pair(one, other));
                return true;
            default:
                return JsonElement.DeepEquals(found, wanted)
                    || IsSameQuantity(found, wanted)
                    || (found.ValueKind == JsonValueKind.Null && IsEmpty(wanted));
        }
    }

    private static JsonElement? MemberOf(JsonElement? parent, string name)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } there)
            return null;

        return there.TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>Whether a value is one that servers leave out when they store an object.</summary>
    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };

    /// <summary>Whether two spellings are one quantity: servers store <c>1024Mi</c> as <c>1Gi</c>.</summary>
    private static bool IsSameQuantity(JsonElement found, JsonElement wanted) =>
        QuantityOf(found) is { } quantity && quantity == QuantityOf(wanted);

    private static BigInteger? QuantityOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Quantity.Bytes(value.ToString()) : null;

    /// <summary>A value that should be there, and what is at its place.</summary>
    private readonly record struct Pair(JsonElement? Found, JsonElement Wanted);
}
