using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>Whether the author of an object wrote a field, by what the object itself records of its authors.</summary>
/// <remarks>
/// Source: velero pkg/restore/actions/service_action.go, which asks the annotation of <c>kubectl apply</c> and then the
/// managers of fields. A field that one manager owns with the update by which the object was created was perhaps assigned
/// in that very request, so only a manager that applies counts: a server assigns nothing in the name of one.
/// </remarks>
internal static class Authorship
{
    private const string Applied = "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";

    /// <summary>Whether the author wrote the field.</summary>
    /// <param name="resource">The object as it was backed up.</param>
    /// <param name="field">A JSON pointer to the field; items of lists by their place.</param>
    public static bool Has(Resource resource, string field)
    {
        if (resource.StringAt(Applied) is { } text && Parse(text) is { } written)
            return NodePointer.Find(written, field) is { } value && IsSame(resource, field, value);

        return IsApplied(resource, field);
    }

    /// <summary>Whether what was applied is what stands there now. The items of a list may have moved.</summary>
    private static bool IsSame(Resource resource, string field, JsonNode written) =>
        resource.At(field) is { } now && now.GetRawText() == written.ToJsonString();

    /// <summary>Whether a manager that applies owns a field of this name at this depth.</summary>
    private static bool IsApplied(Resource resource, string field)
    {
        if (resource.At("/metadata/managedFields") is not { ValueKind: JsonValueKind.Array } managers)
            return false;

        return managers.EnumerateArray().Where(IsApply).Any(manager => Owns(manager, field));
    }

    private static bool IsApply(JsonElement manager) =>
        manager.ValueKind == JsonValueKind.Object
        && manager.TryGetProperty("operation", out var operation)
        && operation.ValueKind == JsonValueKind.String
        && operation.ValueEquals("Apply");

    /// <summary>
    /// Whether a manager owns a field: member by member as <c>f:name</c>; an item of a list under any of its keys.
    /// </summary>
    private static bool Owns(JsonElement manager, string field)
    {
        if (!manager.TryGetProperty("fieldsV1", out var fields))
            return false;

        List<JsonElement> level = [fields];
        foreach (var token in JsonPointer.Split(field))
            level = [.. level.SelectMany(element => Below(element, token))];

        return level.Count > 0;
    }

    private static IEnumerable<JsonElement> Below(JsonElement element, string token)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return [];
        if (element.TryGetProperty($"f:{token}", out var member))
            return [member];

        var isItem = token.All(char.IsAsciiDigit);
        return isItem
            ? element
                .EnumerateObject()
                .Where(item => item.Name.StartsWith("k:", StringComparison.Ordinal))
                .Select(item => item.Value)
            : [];
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
