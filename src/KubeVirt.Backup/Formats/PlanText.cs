using System.Globalization;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a plan as text for people, and the sections that other texts share.</summary>
internal static class PlanText
{
    /// <summary>The plan as text.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="maxRows">How many lines a section has before it is summed up.</param>
    public static void Write(TextWriter text, BackupPlan plan, int maxRows)
    {
        var summary = new SectionSummary(text, maxRows);
        text.WriteLine(plan.ToString());
        text.WriteLine();
        summary.Add(
            "Roots",
            plan.Judge(),
            verdict => verdict.Root,
            verdict => $"{verdict}"[$"{verdict.Root}: ".Length..]
        );
        WriteSets(summary, plan);
        summary.Add("Freeze", plan.Freeze);
        summary.Add("Snapshot", plan.Volumes);
        summary.Add(
            "Ways",
            plan.Machines.Where(machine => machine.Way is not null),
            machine => machine.Id,
            machine => machine.Way!.Summary,
            machine => $"{machine.Id}: {machine.Way}"
        );
        summary.Add(
            "Disks without a snapshot",
            Unprotected(plan),
            disk => disk.Machine,
            disk => $"{disk.Protection}",
            disk => $"{disk.Machine}: {disk} {disk.OnRestore}"
        );
        summary.Add("Missing", plan.Missing);
        summary.Add("Not read", plan.NotRead);
        summary.Add("Shared", SharedOf(plan), shared => shared.Resource);
        WriteExcluded(summary, plan.Excluded);
        WriteFindings(text, plan.Findings);
    }

    /// <summary>A section of findings, the worst first.</summary>
    public static void WriteFindings(TextWriter text, IReadOnlyList<Finding> findings) =>
        Section(text, "Findings", findings.OrderByDescending(finding => finding.Severity));

    /// <summary>
    /// A section with a title, the number of its lines and one line for each item; nothing where there is none.
    /// </summary>
    public static void Section<T>(TextWriter text, string title, IEnumerable<T> lines)
    {
        var rows = lines.Select(line => line?.ToString()).ToList();
        if (rows.Count == 0)
            return;

        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title} ({rows.Count})"));
        foreach (var row in rows)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {PrintableText.Escape(row ?? "")}"));
        text.WriteLine();
    }

    /// <summary>A section for each set, in the order of a restore.</summary>
    private static void WriteSets(SectionSummary summary, BackupPlan plan)
    {
        for (var i = 0; i < plan.Sets.Count; i++)
        {
            var title = $"Set {i.ToString(CultureInfo.InvariantCulture)}";
            summary.Add(title, plan.Sets[i], id => id, id => NoteOf(plan, id), id => RowOf(plan, id));
        }
    }

    /// <summary>The disks with data that no snapshot of the plan holds, whatever the reason.</summary>
    public static IEnumerable<PlannedDisk> Unprotected(BackupPlan plan) =>
        plan
            .Machines.SelectMany(machine => machine.Disks)
            .Where(disk => disk.Protection is not (DiskProtection.Protected or DiskProtection.MadeAnew));

    /// <summary>The objects that are left out, by reason: many share one.</summary>
    private static void WriteExcluded(SectionSummary summary, IEnumerable<Exclusion> excluded)
    {
        var byReason = excluded
            .GroupBy(exclusion => exclusion.Reason)
            .OrderBy(group => group.Key, StringComparer.Ordinal);

        foreach (var group in byReason)
            summary.Add($"Left out: {group.Key}", group.Select(exclusion => exclusion.Resource));
    }

    /// <summary>What several roots use, without what every cluster has anyhow.</summary>
    private static IEnumerable<SharedResource> SharedOf(BackupPlan plan) =>
        plan
            .Graph.Shared()
            .Where(shared => plan.Graph.Platforms.Expects(shared.Resource) is not { IsOfWellKnown: true });

    private static string RowOf(BackupPlan plan, ResourceId id) =>
        NoteOf(plan, id) is { Length: > 0 } note ? $"{id}  ({note})" : $"{id}";

    /// <summary>The class of an object that a restore does not bring back; empty for others.</summary>
    private static string NoteOf(BackupPlan plan, ResourceId id) =>
        plan.ClassOf(id) is { Class: not ObjectClass.Definition } found ? $"{found}" : "";
}
