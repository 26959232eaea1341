using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Testing.Schemas;

/// <summary>
/// Checks an object against a structural schema, as an API server does with strict field validation: unknown fields,
/// types, required fields, enums, patterns.
/// </summary>
internal static class SchemaCheck
{
    private const string PreservesUnknown = "x-kubernetes-preserve-unknown-fields";
    private const string IntOrString = "x-kubernetes-int-or-string";

    /// <summary>What breaks the schema, each with the place; empty where nothing does.</summary>
    public static IEnumerable<string> Violations(JsonElement schema, JsonElement value)
    {
        var open = new Stack<(string Path, JsonElement Schema, JsonElement Value)>([("", schema, value)]);
        while (open.TryPop(out var next))
        {
            var (path, type, found) = next;
            if (found.ValueKind == JsonValueKind.Null)
                continue;
            if (Violation(type, found) is { } violation)
                yield return $"{path}: {violation}";
            foreach (var missing in Missing(type, found))
                yield return $"{path}/{missing}: is required";
            foreach (var (name, member, child) in Children(path, type, found))
            {
                if (child is { } known)
                    open.Push(($"{path}/{name}", known, member));
                else
                    yield return $"{path}/{name}: is no field";
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Value, JsonElement? Schema)> Children(
        string path,
        JsonElement schema,
        JsonElement value
    )
    {
        if (value.ValueKind == JsonValueKind.Array)
            return schema.TryGetProperty("items", out var items)
                ? value
                    .EnumerateArray()
                    .Index()
                    .Select(pair =>
                        (
                            pair.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            pair.Item,
                            (JsonElement?)items
                        )
                    )
                : [];
        // Metadata has its own rules; an embedded object brings its own.
        if (
            value.ValueKind != JsonValueKind.Object
            || (path.EndsWith("/metadata", StringComparison.Ordinal) && !schema.TryGetProperty("properties", out _))
        )
            return [];
        var isOpen =
            (schema.TryGetProperty(PreservesUnknown, out var preserves) && preserves.GetBoolean())
            || !(schema.TryGetProperty("properties", out _) || schema.TryGetProperty("additionalProperties", out _));
        // Every object has these, whether its schema says so or not.
        return value
            .EnumerateObject()
            .Where(member => path.Length > 0 || member.Name is not ("apiVersion" or "kind" or "metadata"))
            .Select(member => (member.Name, member.Value, Schema: Member(schema, member.Name)))
            .Where(child => child.Schema is not null || !isOpen);
    }

    private static JsonElement? Member(JsonElement schema, string name)
    {
        if (
            schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property)
        )
            return property;
        return
            schema.TryGetProperty("additionalProperties", out var additional)
            && additional.ValueKind == JsonValueKind.Object
            ? additional
            : null;
    }

    private static IEnumerable<string> Missing(JsonElement schema, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var required)
            ? required
                .EnumerateArray()
                .Select(name => name.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _))
            : [];

    private static string? Violation(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty(IntOrString, out var either) && either.GetBoolean())
            return value.ValueKind is JsonValueKind.Number or JsonValueKind.String
                ? null
                : $"is a {value.ValueKind}, neither integer nor string";
        if (schema.TryGetProperty("type", out var type) && !IsOf(value, type.GetString()!))
            return $"is a {value.ValueKind}, not {type}";
        if (
            schema.TryGetProperty("enum", out var options)
            && !options.EnumerateArray().Any(option => JsonElement.DeepEquals(option, value))
        )
            return $"is {value}, none of {options}";
        return
            value.ValueKind == JsonValueKind.String
            && schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!)
            ? $"is {value}, which {pattern} does not match"
            : null;
    }

    private static bool IsOf(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => true,
        };
}
