using System.Numerics;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Compares an object that is there with one that would be created. What servers and controllers add, metadata and
/// status, does not count.
/// </summary>
internal static class SameContent
{
    /// <summary>
    /// Whether an object holds all that another one says. Of lists, the items stand in the same order.
    /// </summary>
    public static bool Holds(Resource found, Resource wanted)
    {
        var open = new Stack<(JsonElement? Found, JsonElement Wanted)>(
            wanted
                .At("")!
                .Value.EnumerateObject()
                .Where(member => member.Name is not ("apiVersion" or "kind" or "metadata" or "status"))
                .Select(member => (Member(found.At(""), member.Name), member.Value))
        );
        while (open.TryPop(out var pair))
        {
            switch (pair.Found, pair.Wanted)
            {
                case (null, var nothing):
                    if (!IsNothing(nothing))
                        return false;
                    break;
                case ({ ValueKind: JsonValueKind.Object } now, { ValueKind: JsonValueKind.Object } then):
                    foreach (var member in then.EnumerateObject())
                        open.Push((Member(now, member.Name), member.Value));
                    break;
                case ({ ValueKind: JsonValueKind.Array } now, { ValueKind: JsonValueKind.Array } then):
                    if (now.GetArrayLength() != then.GetArrayLength())
                        return false;
                    foreach (var (one, other) in now.EnumerateArray().Zip(then.EnumerateArray()))
                        open.Push((one, other));
                    break;
                case ({ } now, var then):
                    if (
                        !JsonElement.DeepEquals(now, then)
                        && !(IsSameAmount(now, then) || (now.ValueKind == JsonValueKind.Null && IsNothing(then)))
                    )
                        return false;
                    break;
            }
        }

        return true;
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value : null;

    /// <summary>What servers leave out when they write an object down.</summary>
    private static bool IsNothing(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };

    /// <summary>Servers spell quantities anew: <c>1024Mi</c> comes back as <c>1Gi</c>.</summary>
    private static bool IsSameAmount(JsonElement now, JsonElement then) =>
        Amount(now) is { } amount && amount == Amount(then);

    private static BigInteger? Amount(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Quantity.Bytes(value.ToString()) : null;
}
