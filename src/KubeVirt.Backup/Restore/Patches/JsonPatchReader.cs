using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Reads a JSON Patch document (RFC 6902) and collects all that is wrong with it.</summary>
internal static partial class JsonPatchReader
{
    private static readonly string[] Operations = ["add", "remove", "replace", "move", "copy", "test"];

    /// <summary>The operations, in their order.</summary>
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

    /// <summary>One operation; <see langword="null"/> where a problem was added.</summary>
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
        var isIntoItself =
            path is not null && from is not null && path.StartsWith(from + "/", StringComparison.Ordinal);
        if (op == "move" && isIntoItself)
            problems.Add($"{place} would move {from} into itself");
        if (problems.Count > before)
            return null;

        var value = members["value"]?.DeepClone();

        return new PatchOperation(
            op,
            JsonPointer.Split(path!),
            JsonPointer.Split(from!),
            value,
            $"{place} ({op} {path})"
        );
    }

    /// <summary>A pointer of an operation; <see langword="null"/> where a problem was added.</summary>
    /// <param name="members">The operation.</param>
    /// <param name="name"><c>path</c> or <c>from</c>.</param>
    /// <param name="isWritten">Whether the operation changes what stands there, which may not name the object.</param>
    /// <param name="place">The operation, for messages.</param>
    /// <param name="problems">Where problems are added.</param>
    private static string? Pointer(JsonObject members, string name, bool isWritten, string place, List<string> problems)
    {
        if (Text(members, name) is not { } pointer)
        {
            problems.Add($"{place} has no '{name}'");
            return null;
        }

        if (!Form().IsMatch(pointer))
        {
            problems.Add($"{place}: '{pointer}' is no JSON pointer (RFC 6901)");
            return null;
        }

        if (isWritten && PatchText.Fault(pointer) is { } fault)
        {
            problems.Add($"{place}: '{name}' is '{pointer}', {fault}");
            return null;
        }

        return pointer;
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z")]
    private static partial Regex Form();
}
