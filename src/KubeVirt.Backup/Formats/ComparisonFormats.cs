using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Comparing;

namespace KubeVirt.Backup.Formats;

/// <summary>What differs between graphs as text and JSON. Pure functions; no value of a Secret is in them.</summary>
public static class ComparisonFormats
{
    /// <summary>
    /// For people: what was added, removed, replaced and changed, which references, what is missing. Of a Secret only
    /// the pointers.
    /// </summary>
    public static string ToText(this GraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var text = new StringBuilder();
        text.AppendLine(comparison.ToString()).AppendLine();
        PlanText.Section(text, "Added", comparison.Added);
        PlanText.Section(text, "Removed", comparison.Removed);
        PlanText.Section(
            text,
            "Replaced: the same name, another UID",
            comparison.Changed.Where(change => change.IsReplaced).Select(change => change.Resource)
        );
        foreach (var change in comparison.Changed)
            PlanText.Section(
                text,
                $"Changes of {change.Resource}",
                change.Fields.Select(field => Line(change.Resource, field))
            );
        PlanText.Section(text, "References added", comparison.AddedReferences);
        PlanText.Section(text, "References removed", comparison.RemovedReferences);
        PlanText.Section(text, "Missing now", comparison.NewlyMissing);
        PlanText.Section(text, "No longer missing", comparison.NoLongerMissing);
        return text.ToString();
    }

    /// <summary>For people: what our graph and KubeVirt's own have that the other lacks, and why.</summary>
    public static string ToText(this ObjectGraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var text = new StringBuilder();
        text.AppendLine(comparison.ToString()).AppendLine();
        PlanText.Section(text, "Only in ours", comparison.OnlyOurs);
        PlanText.Section(text, "Only in KubeVirt's", comparison.OnlyTheirs);
        return text.ToString();
    }

    /// <summary>One JSON document, format version 1.</summary>
    public static string ToJson(this GraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return JsonText.Write(writer =>
        {
            writer.WriteIds("added", comparison.Added);
            writer.WriteIds("removed", comparison.Removed);
            writer.WriteObjects("changed", comparison.Changed, change =>
            {
                writer.WriteString("resource", change.Resource.ToString());
                writer.WriteBoolean("replaced", change.IsReplaced);
                writer.WriteObjects("fields", change.Fields, field =>
                {
                    writer.WriteString("path", field.Path);
                    writer.WriteValue("before", field.Before);
                    writer.WriteValue("after", field.After);
                });
            });
            writer.WriteEdges("addedReferences", comparison.AddedReferences);
            writer.WriteEdges("removedReferences", comparison.RemovedReferences);
            writer.WriteIds("newlyMissing", comparison.NewlyMissing);
            writer.WriteIds("noLongerMissing", comparison.NoLongerMissing);
        });
    }

    private static string Line(ResourceId resource, FieldDifference field) =>
        Redaction.Applies(resource, field.Path)
            ? field.Path
            : $"{field.Path}: {Short(field.Before)} -> {Short(field.After)}";

    // Two long lists often begin alike, so their beginnings tell nothing; what is new in them shows among the
    // references.
    private static string Short(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list ? $"a list of {list.GetArrayLength()}" : JsonText.Short(value);
}
