using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>One edit of an object: at a place of it something is removed, replaced, repeated or added.</summary>
internal sealed class Edit(JsonObject root, int place, byte action, byte with)
{
    private static readonly string[] Odd =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "1000000000",
        "123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "\"a\"",
        "\"a/b\"",
        "\"../x\"",
        "\"%2f\"",
        "\"\\u001b[2J\"",
        "\"\\u202ea\"",
        "\"a\\nb\"",
        "\"\\ud83d\\ude00\"",
        $"\"{new string('n', 300)}\"",
        "\"{\"",
        "\"[{\\\"name\\\":\\\"n\\\",\\\"mac\\\":1}]\"",
        "\"{\\\"spec\\\":{\\\"template\\\":null}}\"",
        "\"n/a@b, c\"",
        "\"1Gi\"",
        "\"-1Gi\"",
        "\"9e99\"",
        "\"02:00:00:00:00:01\"",
        "\"Always\"",
        "\"Halted\"",
        "\"v1\"",
        "\"kubevirt.io/v1alpha3\"",
        "\"VirtualMachine\"",
        "\"2001-01-01T00:00:00Z\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"a\":null}",
        "{\"name\":\"x\"}",
        "[{\"name\":\"x\"},{\"name\":\"x\"}]",
        "{\"matchLabels\":{\"a\":\"b\"},\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[1]}]}",
        "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\",\"controller\":true}]",
        $"{new string('[', 90)}{new string(']', 90)}",
        $"{new string('[', 240)}{new string(']', 240)}",
        $"{new string('[', 260)}{new string(']', 260)}",
    ];

    // Deeper than the library reads.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 300 };

    /// <summary>Makes the edit; none where the object has nothing left.</summary>
    public void Apply()
    {
        var nodes = Nodes().ToList();
        if (nodes.Count == 0)
            return;

        var (holder, key) = nodes[place % nodes.Count];
        switch (action % 6)
        {
            case 0:
                Remove(holder, key);
                break;
            case 1 or 2:
                Set(holder, key, JsonNode.Parse(Odd[with % Odd.Length], null, Deep));
                break;
            case 3:
                var (other, at) = nodes[(place + with) % nodes.Count];
                Set(holder, key, Get(other, at)?.DeepClone());
                break;
            case 4:
                Repeat(holder, key);
                break;
            default:
                Set(holder, key, new JsonArray(Get(holder, key)?.DeepClone()));
                break;
        }
    }

    /// <summary>Each place of the object, by what holds it and the name or index there.</summary>
    private IEnumerable<(JsonNode Holder, object Key)> Nodes()
    {
        var rest = new Stack<JsonNode>([root]);
        while (rest.TryPop(out var node))
        {
            IEnumerable<object> keys = node switch
            {
                JsonObject members => members.Select(member => member.Key),
                JsonArray items => Enumerable.Range(0, items.Count).Cast<object>(),
                _ => [],
            };
            foreach (var key in keys.ToList())
            {
                yield return (node, key);
                if (Get(node, key) is { } child)
                    rest.Push(child);
            }
        }
    }

    private static JsonNode? Get(JsonNode holder, object key) => key is string name ? holder[name] : holder[(int)key];

    private static void Set(JsonNode holder, object key, JsonNode? value)
    {
        if (key is string name)
            holder[name] = value;
        else
            holder[(int)key] = value;
    }

    private static void Remove(JsonNode holder, object key)
    {
        if (key is string name)
            holder.AsObject().Remove(name);
        else
            holder.AsArray().RemoveAt((int)key);
    }

    /// <summary>Puts an item into its list once more, or a member under another name.</summary>
    private void Repeat(JsonNode holder, object key)
    {
        var copy = Get(holder, key)?.DeepClone();
        if (key is string name)
            holder[$"{name}{with % 3}"] = copy;
        else
            holder.AsArray().Add(copy);
    }
}
