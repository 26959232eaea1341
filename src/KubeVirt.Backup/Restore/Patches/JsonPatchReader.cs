using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Reads a JSON Patch document (RFC 6902) and says all that is wrong with it.</summary>
internal static partial class JsonPatchReader
{
    private static readonly string[] Operations = ["add", "remove", "replace", "move", "copy", "test"];

    /// <exception cref="PatchException">The document is malformed, or would change what an object is.</exception>
    public static IReadOnlyList<PatchOperation> Read(string text)
    {
        if (PatchText.Read(text) is not JsonArray items)
            throw new PatchException(["a JSON Patch is a list of operations"]);
        var problems = new List<string>();
        var operations = items
            .Select((item, i) => Read(item, $"operation {i.ToString(CultureInfo.InvariantCulture)}", problems))
            .OfType<PatchOperation>()
            .ToList();
        return problems.Count == 0 ? operations : throw new PatchException(problems);
    }

    private static PatchOperation? Read(JsonNode? item, string place, List<string> problems)
    {
        var before = problems.Count;
        if (item is not JsonObject members)
        {
            problems.Add($"{place} is no object");
            return null;
        }

        if (Text(members, "op") is not { } op || !Operations.Contains(op))
        {
            problems.Add($"{place} has no 'op' that there is: {string.Join(", ", Operations)}");
            return null;
        }

        var path = Pointer(members, "path", op != "test", place, problems);
        // A copy leaves its source as it is.
        var from = op is "move" or "copy" ? Pointer(members, "from", op == "move", place, problems) : "";
        if (op is "add" or "replace" or "test" && !members.ContainsKey("value"))
            problems.Add($"{place} has no 'value', which '{op}' needs");
        if (
            op == "move"
            && path is not null
            && from is not null
            && path.StartsWith(from + "/", StringComparison.Ordinal)
        )
            problems.Add($"{place} would move {from} into itself");
        return problems.Count == before
            ? new PatchOperation(
                op,
                JsonPointer.Split(path!),
                JsonPointer.Split(from!),
                members["value"]?.DeepClone(),
                $"{place} ({op} {path})"
            )
            : null;
    }

    private static string? Pointer(JsonObject members, string name, bool isWritten, string place, List<string> problems)
    {
        var pointer = Text(members, name);
        if (pointer is null || !Form().IsMatch(pointer))
            problems.Add(
                pointer is null ? $"{place} has no '{name}'" : $"{place}: '{pointer}' is no JSON pointer (RFC 6901)"
            );
        else if (isWritten && PatchText.Fault(pointer) is { } fault)
            problems.Add($"{place}: '{name}' is '{pointer}', {fault}");
        else
            return pointer;
        return null;
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z")]
    private static partial Regex Form();
}
