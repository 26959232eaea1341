using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Restore;

/// <summary>Applies the operations of a JSON Patch (RFC 6902) to a tree, all of them or none.</summary>
internal static class JsonPatch
{
    /// <summary>
    /// The patched tree, or which operation failed and why; no value is in the message. The tree that is given stays as
    /// it is.
    /// </summary>
    public static (JsonNode? Result, string? Problem) Apply(JsonNode? root, IEnumerable<PatchOperation> operations)
    {
        // One slot above the root, so that the whole document is a member like any other.
        var holder = new JsonArray(root?.DeepClone());
        foreach (var operation in operations)
        {
            if (Apply(holder, operation) is { } problem)
                return (null, $"{operation.Text}: {problem}");
        }

        var result = holder[0];
        holder.Clear();

        return (result, null);
    }

    /// <summary>Applies one operation; the problem where it does not apply.</summary>
    private static string? Apply(JsonArray holder, PatchOperation operation)
    {
        var value = operation.Value;
        if (operation.Op is "move" or "copy" && !TryGet(holder, operation.From, out value))
            return "there is nothing at its 'from'";

        switch (operation.Op)
        {
            case "add" or "copy":
                return Add(holder, operation.Path, value?.DeepClone());
            case "move":
                Remove(holder, operation.From);
                return Add(holder, operation.Path, value?.DeepClone());
            case "test":
                return TryGet(holder, operation.Path, out var found) && JsonNode.DeepEquals(found, value)
                    ? null
                    : "what is there is not what was expected";
            default:
                if (!TryGet(holder, operation.Path, out _))
                    return "there is nothing at its 'path'";
                if (operation.Op == "remove")
                    Remove(holder, operation.Path);
                else
                    Replace(holder, operation.Path, value?.DeepClone());
                return null;
        }
    }

    /// <summary>Adds a value; the problem where it cannot stand there.</summary>
    private static string? Add(JsonArray holder, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            holder[0] = value;
            return null;
        }

        if (!TryGet(holder, path[..^1], out var parent))
            return "there is nothing that could hold it";

        switch (parent)
        {
            case JsonObject members:
                members[path[^1]] = value;
                return null;
            case JsonArray items when path[^1] == "-":
                items.Add(value);
                return null;
            case JsonArray items when Index(path[^1]) is { } index && index <= items.Count:
                items.Insert(index, value);
                return null;
            case JsonArray:
                return $"the list has no place '{path[^1]}'";
            default:
                return "what should hold it is neither an object nor a list";
        }
    }

    /// <summary>Replaces a value that is there.</summary>
    private static void Replace(JsonArray holder, string[] path, JsonNode? value)
    {
        switch (Parent(holder, path))
        {
            case JsonObject members:
                members[path[^1]] = value;
                break;
            case JsonArray items:
                items[path.Length == 0 ? 0 : Index(path[^1])!.Value] = value;
                break;
        }
    }

    /// <summary>Removes a value that is there.</summary>
    private static void Remove(JsonArray holder, string[] path)
    {
        switch (Parent(holder, path))
        {
            case JsonObject members:
                members.Remove(path[^1]);
                break;
            case JsonArray when path.Length == 0:
                holder[0] = null;
                break;
            case JsonArray items:
                items.RemoveAt(Index(path[^1])!.Value);
                break;
        }
    }

    /// <summary>What holds the value at a path; the slot above the root for the root itself.</summary>
    private static JsonNode? Parent(JsonArray holder, string[] path)
    {
        if (path.Length == 0)
            return holder;

        TryGet(holder, path[..^1], out var parent);

        return parent;
    }

    /// <summary>Finds the value at a path, which may be null; whether anything is there.</summary>
    private static bool TryGet(JsonArray holder, string[] path, out JsonNode? found)
    {
        found = holder[0];
        foreach (var token in path)
        {
            switch (found)
            {
                case JsonObject members when members.TryGetPropertyValue(token, out var member):
                    found = member;
                    break;
                case JsonArray items when Index(token) is { } index && index < items.Count:
                    found = items[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>The index that a token of a pointer stands for; <see langword="null"/> where it is none.</summary>
    /// <remarks>RFC 6901: digits without a leading zero.</remarks>
    private static int? Index(string token) =>
        (token == "0" || !token.StartsWith('0'))
        && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
