using System.Globalization;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a plan as text for people, and the sections that other texts share.</summary>
internal static class PlanText
{
    /// <summary>The plan as text.</summary>
    public static string Write(BackupPlan plan)
    {
        var text = new StringBuilder();
        text.AppendLine(plan.ToString()).AppendLine();
        Section(text, "Roots", plan.Judge());
        WriteSets(text, plan);
        Section(text, "Freeze", plan.Freeze);
        Section(text, "Snapshot", plan.Volumes);
        Section(text, "Missing", plan.Missing);
        Section(text, "Not read", plan.NotRead);
        Section(text, "Shared", plan.Graph.Shared());
        WriteExcluded(text, plan.Excluded);
        WriteFindings(text, plan.Findings);

        return text.ToString();
    }

    /// <summary>A section of findings, the worst first.</summary>
    public static void WriteFindings(StringBuilder text, IReadOnlyList<Finding> findings) =>
        Section(text, "Findings", findings.OrderByDescending(finding => finding.Severity));

    /// <summary>
    /// A section with a title, the number of its lines and one line for each item; nothing where there is none.
    /// </summary>
    public static void Section<T>(StringBuilder text, string title, IEnumerable<T> lines)
    {
        var rows = lines.Select(line => line?.ToString()).ToList();
        if (rows.Count == 0)
            return;

        text.AppendLine(CultureInfo.InvariantCulture, $"{title} ({rows.Count})");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {PrintableText.Escape(row ?? "")}");
        text.AppendLine();
    }

    /// <summary>A section for each set, in the order of a restore.</summary>
    private static void WriteSets(StringBuilder text, BackupPlan plan)
    {
        for (var i = 0; i < plan.Sets.Count; i++)
        {
            var title = $"Set {i.ToString(CultureInfo.InvariantCulture)}";
            Section(text, title, plan.Sets[i].Select(id => $"{id}{NoteOf(plan, id)}"));
        }
    }

    /// <summary>The objects that are left out, by reason: many share one.</summary>
    private static void WriteExcluded(StringBuilder text, IEnumerable<Exclusion> excluded)
    {
        var byReason = excluded
            .GroupBy(exclusion => exclusion.Reason)
            .OrderBy(group => group.Key, StringComparer.Ordinal);

        foreach (var group in byReason)
            Section(text, $"Left out: {group.Key}", group.Select(exclusion => exclusion.Resource));
    }

    /// <summary>The class of an object that a restore does not bring back.</summary>
    private static string NoteOf(BackupPlan plan, ResourceId id) =>
        plan.ClassOf(id) is { Class: not ObjectClass.Definition } found ? $"  ({found})" : "";
}
