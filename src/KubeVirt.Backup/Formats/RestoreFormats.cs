using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>The result of a restore as text and JSON. Pure functions; no value of a Secret is in them.</summary>
public static class RestoreFormats
{
    /// <summary>For people: sets, changes by object, what is left out, findings.</summary>
    public static string ToText(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(result.ToString()).AppendLine();
        for (var i = 0; i < result.Sets.Count; i++)
            PlanText.Section(text, $"Set {i.ToString(CultureInfo.InvariantCulture)}", result.Sets[i]);
        foreach (var group in result.Changes.GroupBy(change => change.Resource).OrderBy(group => group.Key))
            PlanText.Section(
                text,
                $"Changes of {group.Key}",
                group.Select(change =>
                    $"{change.Path}: {JsonText.Short(change.Before)} -> {JsonText.Short(change.After)} [{change.Policy}]"
                )
            );
        PlanText.Section(text, "Volumes", result.Volumes);
        PlanText.Section(text, "Owners to put back", result.Owners);
        PlanText.Section(
            text,
            "Left out",
            result.Skipped.Select(skipped => $"{skipped.Resource}: {skipped.Reason} [{skipped.Policy}]")
        );
        PlanText.WriteFindings(text, result.Findings);
        return text.ToString();
    }

    /// <summary>
    /// What a restore changes, for people: each object with its old and new name, and what is added (<c>+</c>), removed
    /// (<c>-</c>) and changed (<c>~</c>) in the end, whatever the steps between.
    /// </summary>
    public static string ToDiff(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return RestoreDiff.Write(result);
    }

    /// <summary>What the target must have, for people.</summary>
    public static string ToText(this TargetNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        var text = new StringBuilder();
        PlanText.Section(text, "APIs", needs.Apis);
        PlanText.Section(text, "Namespaces", needs.Namespaces);
        PlanText.Section(text, "Objects", needs.Objects);
        return text.ToString();
    }

    /// <summary>One JSON document, format version 1.</summary>
    public static string ToJson(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonText.Write(writer =>
        {
            writer.WriteSets(result.Sets.Select(set => set.Select(resource => resource.Id)));
            WriteChanges(writer, result.Changes);
            WriteSkipped(writer, result.Skipped);
            writer.WriteFindings(result.Findings);
        });
    }

    private static void WriteChanges(Utf8JsonWriter writer, IEnumerable<ResourceChange> changes) =>
        writer.WriteObjects("changes", changes, change =>
        {
            writer.WriteString("resource", change.Resource.ToString());
            writer.WriteString("path", change.Path);
            writer.WriteValue("before", change.Before);
            writer.WriteValue("after", change.After);
            writer.WriteString("policy", change.Policy);
        });

    private static void WriteSkipped(Utf8JsonWriter writer, IEnumerable<SkippedResource> all) =>
        writer.WriteObjects("skipped", all, skipped =>
        {
            writer.WriteString("resource", skipped.Resource.ToString());
            writer.WriteString("policy", skipped.Policy);
            writer.WriteString("reason", skipped.Reason);
        });
}
