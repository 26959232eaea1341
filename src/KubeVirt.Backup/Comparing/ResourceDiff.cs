using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>Compares two states of one object.</summary>
internal static class ResourceDiff
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>What differs; <see langword="null"/> where nothing does that counts.</summary>
    public static ResourceDifference? Of(Resource before, Resource after, IReadOnlyCollection<string> ignored)
    {
        if (before.Json.Span.SequenceEqual(after.Json.Span))
            return null;
        var fields = NodeDiff
            .Find(Read(before, ignored), Read(after, ignored))
            .Select(found => ToField(before.Id, found.Pointer, found.Before, found.After))
            .ToList();
        var isReplaced =
            ResourceMetadata.Uid(before) is { } old && ResourceMetadata.Uid(after) is { } now && old != now;
        return fields.Count > 0 || isReplaced ? new ResourceDifference(before.Id, isReplaced, fields) : null;
    }

    private static JsonNode Read(Resource resource, IReadOnlyCollection<string> ignored)
    {
        var root = JsonNode.Parse(resource.Json.Span, documentOptions: Reading)!;
        foreach (var pattern in ignored)
        {
            // From the end, since removing an item moves those behind it.
            foreach (var pointer in NodePointer.Expand(root, pattern).Reverse())
                Remove(root, pointer);
        }

        return root;
    }

    /// <summary>
    /// Removes a value, and what holds nothing else: annotations that are all ignored are the same as none.
    /// </summary>
    private static void Remove(JsonNode root, string pointer)
    {
        while (
            NodePointer.Remove(root, pointer)
            && JsonPointer.Parent(pointer) is { Length: > 0 } parent
            && NodePointer.Find(root, parent) is JsonObject { Count: 0 }
        )
            pointer = parent;
    }

    private static FieldDifference ToField(ResourceId id, string pointer, JsonNode? before, JsonNode? after)
    {
        var isSecret = Redaction.Applies(id, pointer);
        return new FieldDifference(
            pointer,
            NodeValue.ToElement(isSecret ? Redaction.Of(before) : before),
            NodeValue.ToElement(isSecret ? Redaction.Of(after) : after)
        );
    }
}
