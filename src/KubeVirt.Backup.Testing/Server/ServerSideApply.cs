using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// Server-side apply in its basics: who owns which field, conflicts, fields that are given up. A list is one field
/// here, owned as a whole, where the real server merges some by key.
/// </summary>
/// <remarks>Source: sigs.k8s.io/structured-merge-diff/v6/merge/update.go.</remarks>
internal static class ServerSideApply
{
    /// <summary>Says that a manager wrote all there is, as a create does.</summary>
    public static void Own(JsonObject value, string manager) => Write(value, manager, "Update", Leaves(value));

    /// <summary>
    /// The text of a conflict; <see langword="null"/> where there is none. With force the fields are taken from their
    /// owners.
    /// </summary>
    public static string? Conflicts(JsonObject live, JsonObject applied, string manager, bool force)
    {
        var causes = new List<string>();
        foreach (var entry in Entries(live).Where(entry => entry["manager"]!.GetValue<string>() != manager))
        {
            var owned = Fields(entry);
            var lost = Leaves(applied)
                .Where(leaf => owned.Contains(leaf) && !JsonNode.DeepEquals(At(live, leaf), At(applied, leaf)))
                .ToList();
            if (!force)
                causes.AddRange(
                    lost.Select(leaf => $"conflict with \"{entry["manager"]}\": {leaf.Replace('\n', '.')}")
                );
            else
                entry["fieldsV1"] = ToFields(owned.Except(lost));
        }

        return causes.Count == 0
            ? null
            : $"Apply failed with {causes.Count} conflict{(causes.Count == 1 ? "" : "s")}: {string.Join(", ", causes)}";
    }

    /// <summary>Writes what a manager applied, and removes what it gave up and nobody else has.</summary>
    public static JsonObject Merge(JsonObject live, JsonObject applied, string manager)
    {
        var leaves = Leaves(applied);
        var mine = Entries(live)
            .FirstOrDefault(entry =>
                entry["manager"]!.GetValue<string>() == manager && entry["operation"]!.GetValue<string>() == "Apply"
            );
        var others = Entries(live).Where(entry => entry != mine).SelectMany(Fields).ToHashSet(StringComparer.Ordinal);
        foreach (var givenUp in (mine is null ? [] : Fields(mine)).Except(leaves).Where(leaf => !others.Contains(leaf)))
            (At(live, givenUp[..givenUp.LastIndexOf('\n')]) as JsonObject)?.Remove(
                givenUp[(givenUp.LastIndexOf('\n') + 1)..]
            );
        foreach (var leaf in leaves)
            Set(live, leaf.Split('\n')[1..], At(applied, leaf)?.DeepClone());
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace"])
            live["metadata"]![name] = applied["metadata"]![name]?.DeepClone();
        Write(live, manager, "Apply", leaves);
        return live;
    }

    /// <summary>Notes which fields a manager wrote, and how.</summary>
    private static void Write(JsonObject value, string manager, string operation, IReadOnlyCollection<string> leaves)
    {
        var kept = Entries(value)
            .Where(entry =>
                entry["manager"]!.GetValue<string>() != manager || entry["operation"]!.GetValue<string>() != operation
            )
            .Select(entry => entry.DeepClone());
        var own = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = operation,
            ["apiVersion"] = value["apiVersion"]?.DeepClone(),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = ToFields(leaves),
        };
        value["metadata"]!["managedFields"] = new JsonArray([.. kept, own]);
    }

    /// <summary>Who wrote which fields so far.</summary>
    private static List<JsonObject> Entries(JsonObject value) =>
        value["metadata"]?["managedFields"] is JsonArray entries
            ? [.. entries.OfType<JsonObject>().Where(entry => entry["fieldsV1"] is JsonObject)]
            : [];

    /// <summary>All fields but those of identity, as keys joined by line feeds, each after one.</summary>
    private static List<string> Leaves(JsonObject value)
    {
        var found = new List<string>();
        var open = new Stack<(string Path, JsonNode? Node)>([("", value)]);
        while (open.TryPop(out var next))
        {
            if (next.Node is JsonObject { Count: > 0 } node)
                node.ToList().ForEach(field => open.Push(($"{next.Path}\n{field.Key}", field.Value)));
            else if (
                next.Path
                is not (
                    "\napiVersion"
                    or "\nkind"
                    or "\nmetadata"
                    or "\nmetadata\nname"
                    or "\nmetadata\nnamespace"
                    or "\nmetadata\nuid"
                    or "\nmetadata\nresourceVersion"
                    or "\nmetadata\nmanagedFields"
                )
            )
                found.Add(next.Path);
        }

        return found;
    }

    /// <summary>Fields in the form in which they are noted.</summary>
    private static JsonObject ToFields(IEnumerable<string> leaves)
    {
        var fields = new JsonObject();
        foreach (var leaf in leaves)
            Set(fields, [.. leaf.Split('\n')[1..].Select(key => "f:" + key)], new JsonObject());
        return fields;
    }

    /// <summary>The fields of a note.</summary>
    private static List<string> Fields(JsonObject entry)
    {
        var found = new List<string>();
        var open = new Stack<(string Path, JsonObject Node)>([("", entry["fieldsV1"]!.AsObject())]);
        while (open.TryPop(out var next))
        {
            foreach (var (key, value) in next.Node.Where(field => field.Key.StartsWith("f:", StringComparison.Ordinal)))
            {
                if (value is JsonObject { Count: > 0 } inner)
                    open.Push(($"{next.Path}\n{key[2..]}", inner));
                else
                    found.Add($"{next.Path}\n{key[2..]}");
            }
        }

        return found;
    }

    private static JsonNode? At(JsonNode? node, string leaf) =>
        leaf.Split('\n')[1..].Aggregate(node, (at, key) => (at as JsonObject)?[key]);

    private static void Set(JsonObject target, string[] keys, JsonNode? value)
    {
        foreach (var key in keys[..^1])
            target = target[key] as JsonObject ?? (JsonObject)(target[key] = new JsonObject())!;
        target[keys[^1]] = value;
    }
}
