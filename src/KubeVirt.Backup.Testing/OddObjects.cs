using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Testing;

/// <summary>Objects one of whose members is absent or of another type: as users write them, and old versions wrote them.</summary>
internal static class OddObjects
{
    // What stands in place of a value; nothing of it where it is absent.
    private static readonly (string What, string? Json)[] Values =
    [
        ("is absent", null),
        ("is null", "null"),
        ("is a number", "7"),
        ("is a text", "\"odd\""),
        ("is an empty text", "\"\""),
        ("is true", "true"),
        ("is a list", "[null]"),
        ("is an object", "{\"odd\":1}"),
    ];

    /// <summary>Every member of an object with every odd value. What no reader would take for an object is left out.</summary>
    public static IEnumerable<OddObject> Of(Resource resource)
    {
        var pointers = Pointers(resource);
        foreach (var pointer in pointers)
        {
            foreach (var (what, json) in Values)
            {
                if (Make(resource, pointer, json) is { } made)
                    yield return new OddObject(made, $"{pointer} {what}");
            }
        }
    }

    /// <summary>The pointers to all members and items, without recursion, as objects may be deep.</summary>
    private static List<string> Pointers(Resource resource)
    {
        var pointers = new List<string>();
        var open = new Stack<(string Pointer, JsonElement Value)>();
        open.Push(("", resource.At("")!.Value));
        while (open.TryPop(out var at))
        {
            foreach (var (name, value) in Children(at.Value))
            {
                var pointer = $"{at.Pointer}/{JsonPointer.Escape(name)}";
                pointers.Add(pointer);
                open.Push((pointer, value));
            }
        }

        return pointers;
    }

    /// <summary>The members of an object, or the items of an array, each with its step in a pointer.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Select(member => (member.Name, member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select((item, i) => ($"{i}", item)),
            _ => [],
        };

    /// <summary>The object with another value at a pointer; <see langword="null"/> where that is no object any more.</summary>
    private static Resource? Make(Resource resource, string pointer, string? json)
    {
        var root = JsonNode.Parse(resource.Json.Span)!;
        var steps = pointer.Split('/').Skip(1).Select(JsonPointer.Unescape).ToList();
        var parent = steps.SkipLast(1).Aggregate(root, Step);
        Replace(parent, steps[^1], json);
        try
        {
            var made = Resource.Parse(Encoding.UTF8.GetBytes(root.ToJsonString()));
            return made.Id == resource.Id ? made : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>One step down a pointer.</summary>
    private static JsonNode Step(JsonNode node, string step) =>
        node is JsonArray list ? list[Index(step)]! : node[step]!;

    /// <summary>Puts a value in the place of a member or item; takes it away where there is none.</summary>
    private static void Replace(JsonNode parent, string name, string? json)
    {
        var value = json is null ? null : JsonNode.Parse(json);
        switch (parent)
        {
            case JsonArray list when json is null:
                list.RemoveAt(Index(name));
                break;
            case JsonArray list:
                list[Index(name)] = value;
                break;
            case JsonObject members when json is null:
                members.Remove(name);
                break;
            default:
                parent[name] = value;
                break;
        }
    }

    /// <summary>A step as the number of an item.</summary>
    private static int Index(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
