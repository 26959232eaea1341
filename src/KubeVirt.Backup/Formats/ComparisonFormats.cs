using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Documents;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes what differs between graphs as text and JSON. Each of these is a pure function. No value of a Secret is in
/// them.
/// </summary>
/// <example>
/// <code language="csharp">
/// GraphComparison comparison = GraphComparison.Between(plan.Graph, graph);
/// Console.WriteLine(comparison.ToText());
/// </code>
/// </example>
public static class ComparisonFormats
{
    /// <summary>
    /// Text for people: objects that were added, removed, replaced and changed, references that came and went, and what
    /// is missing. Of a Secret only the pointers are shown.
    /// </summary>
    public static string ToText(this GraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(comparison.ToString());
        text.WriteLine();
        PlanText.Section(text, "Added", comparison.Added);
        PlanText.Section(text, "Removed", comparison.Removed);

        var replaced = comparison.Changed.Where(change => change.IsReplaced).Select(change => change.Resource);
        PlanText.Section(text, "Replaced: the same name, another UID", replaced);

        foreach (var change in comparison.Changed)
        {
            var lines = change.Fields.Select(field => ToLine(change.Resource, field));
            PlanText.Section(text, $"Changes of {change.Resource}", lines);
        }

        PlanText.Section(text, "References added", comparison.AddedReferences);
        PlanText.Section(text, "References removed", comparison.RemovedReferences);
        PlanText.Section(text, "Missing now", comparison.NewlyMissing);
        PlanText.Section(text, "No longer missing", comparison.NoLongerMissing);

        return text.ToString();
    }

    /// <summary>
    /// Text for people: what this library's graph and KubeVirt's own have that the other lacks, and why.
    /// </summary>
    public static string ToText(this ObjectGraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(comparison.ToString());
        text.WriteLine();
        PlanText.Section(text, "Only in ours", comparison.OnlyOurs);
        PlanText.Section(text, "Only in KubeVirt's", comparison.OnlyTheirs);

        return text.ToString();
    }

    /// <summary>
    /// One JSON document of format version 1, which later versions of this library extend and do not change:
    /// <see cref="ComparisonDocument"/> reads it back.
    /// </summary>
    public static string ToJson(this GraphComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);

        return ComparisonDocument.Of(comparison).ToJson();
    }

    private static string ToLine(ResourceId resource, FieldDifference field)
    {
        if (Redaction.Applies(resource, field.Path))
            return field.Path;

        return $"{field.Path}: {Short(field.Before)} -> {Short(field.After)}";
    }

    // Two long lists often begin alike, so their beginnings show no difference. What is new in them shows among the
    // references.
    private static string Short(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list ? $"a list of {list.GetArrayLength()}" : JsonText.Short(value);
}
