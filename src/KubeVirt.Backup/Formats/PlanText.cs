using System.Globalization;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

internal static class PlanText
{
    public static string Write(BackupPlan plan)
    {
        var text = new StringBuilder();
        text.AppendLine(plan.ToString()).AppendLine();
        Section(text, "Roots", plan.Judge());
        for (var i = 0; i < plan.Sets.Count; i++)
            Section(
                text,
                $"Set {i.ToString(CultureInfo.InvariantCulture)}",
                plan.Sets[i].Select(id => $"{id}{ClassOf(plan, id)}")
            );
        Section(text, "Freeze", plan.Freeze);
        Section(text, "Snapshot", plan.Volumes);
        Section(text, "Missing", plan.Missing);
        Section(text, "Shared", plan.Graph.Shared());
        foreach (
            var reason in plan
                .Excluded.GroupBy(exclusion => exclusion.Reason)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
        )
            Section(text, $"Left out: {reason.Key}", reason.Select(exclusion => exclusion.Resource));
        WriteFindings(text, plan.Findings);
        return text.ToString();
    }

    /// <summary>The class where it is none that a restore brings back.</summary>
    private static string ClassOf(BackupPlan plan, ResourceId id) =>
        plan.ClassOf(id) is { Class: not ObjectClass.Definition } found ? $"  ({found})" : "";

    /// <summary>Findings for people, the worst first.</summary>
    public static void WriteFindings(StringBuilder text, IReadOnlyList<Finding> findings) =>
        Section(text, "Findings", findings.OrderByDescending(finding => finding.Severity));

    public static void Section<T>(StringBuilder text, string title, IEnumerable<T> lines)
    {
        var rows = lines.Select(line => line?.ToString()).ToList();
        if (rows.Count == 0)
            return;
        text.AppendLine(CultureInfo.InvariantCulture, $"{title} ({rows.Count})");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row}");
        text.AppendLine();
    }
}
