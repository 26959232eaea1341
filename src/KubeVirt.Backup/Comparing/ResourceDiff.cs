using System.Text.Json.Nodes;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>Compares two states of one object.</summary>
internal static class ResourceDiff
{
    /// <summary>What differs; <see langword="null"/> where nothing differs that counts.</summary>
    /// <param name="before">The object before.</param>
    /// <param name="after">The object after.</param>
    /// <param name="ignored">Patterns of the fields that do not count.</param>
    public static ResourceDifference? Of(Resource before, Resource after, IReadOnlyCollection<string> ignored)
    {
        if (before.Json.Span.SequenceEqual(after.Json.Span))
            return null;

        var fields = NodeDiff
            .Find(Read(before, ignored), Read(after, ignored))
            .Select(difference => ToField(before.Id, difference))
            .ToList();
        var uidBefore = ResourceMetadata.Uid(before);
        var uidAfter = ResourceMetadata.Uid(after);
        // An object from a file may have no UID, which does not make it another one.
        var isReplaced = uidBefore is not null && uidAfter is not null && uidBefore != uidAfter;
        if (fields.Count == 0 && !isReplaced)
            return null;

        return new ResourceDifference(before.Id, isReplaced, fields);
    }

    private static JsonObject Read(Resource resource, IReadOnlyCollection<string> ignored)
    {
        var root = NodeValue.ObjectOf(resource.Json);
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

    private static FieldDifference ToField(ResourceId id, NodeDifference difference)
    {
        var (pointer, before, after) = difference;
        if (Redaction.Applies(id, pointer))
        {
            before = Redaction.Of(before);
            after = Redaction.Of(after);
        }

        return new FieldDifference(pointer, NodeValue.ToElement(before), NodeValue.ToElement(after));
    }
}
