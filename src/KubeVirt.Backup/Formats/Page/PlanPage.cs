using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a plan as one page: its data, which the scripts of the page draw.</summary>
/// <remarks>
/// The data is one JSON object. Objects are known by their places in the lists of <c>nodes</c>, texts by their places in
/// <c>texts</c>, and what is not there is -1. Besides what all pages have, a plan has:
/// <list type="bullet">
/// <item><c>freeze</c> and <c>volumes</c>: the guests that are frozen, and the claims of which snapshots are taken;</item>
/// <item><c>verdicts</c>: what a restore of each root would be worth;</item>
/// <item><c>disks</c>: each disk of each machine, and what becomes of its data;</item>
/// <item><c>leftOut</c>: what was found and is not in the plan, by reason.</item>
/// </list>
/// </remarks>
internal static class PlanPage
{
    // Of many objects that are left out for one reason, these are named.
    private const int MaxLeftOut = 500;

    /// <summary>The plan as a page.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(TextWriter html, BackupPlan plan) =>
        PageShell.Write(html, "Backup plan", writer => WriteData(writer, plan), body => PlanHtml.Write(body, plan));

    private static void WriteData(Utf8JsonWriter writer, BackupPlan plan)
    {
        var texts = new PageTexts();
        var objects = new PageObjects(plan.Graph, plan.Sets, texts);
        writer.WriteString("page", "plan");
        writer.WriteString("title", "Backup plan");
        writer.WriteString("summary", plan.ToString());
        objects.Write(writer, plan.Roots, MachineGroups.Of(plan.Graph));
        writer.WriteNumbers("freeze", plan.Freeze.Select(id => objects.PlaceOf(id)));
        writer.WriteNumbers("volumes", plan.Volumes.Select(id => objects.PlaceOf(id)));
        WriteVerdicts(writer, plan, objects, texts);
        WriteDisks(writer, plan, objects, texts);
        WriteLeftOut(writer, plan, texts);
        var findings = plan.Findings.Select(finding => (finding, objects.PlaceOf(finding.Resource)));
        writer.WriteFindings(findings, objects, texts);
        texts.Write(writer);
    }

    /// <summary>
    /// Of each root: outcome, consistency, disks left out, how many errors and warnings there are of what it leads to, and
    /// their ids.
    /// </summary>
    private static void WriteVerdicts(Utf8JsonWriter writer, BackupPlan plan, PageObjects objects, PageTexts texts)
    {
        var machines = plan.Machines.Select(machine => machine.Verdict);
        var verdicts = plan.Judge().Concat(machines).DistinctBy(verdict => verdict.Root);
        writer.WriteRows("verdicts", verdicts.Select(verdict => NumbersOf(verdict, objects, texts)));
    }

    /// <summary>One verdict as numbers, by which scripts read it.</summary>
    private static int[] NumbersOf(RestoreVerdict verdict, PageObjects objects, PageTexts texts)
    {
        var ids = verdict.Lacks.Select(finding => finding.Id).Distinct(StringComparer.Ordinal);

        return
        [
            objects.PlaceOf(verdict.Root),
            texts.NumberOf(verdict.Outcome.ToString().ToLowerInvariant()),
            texts.NumberOf(RestoreVerdict.Words(verdict.Data)),
            texts.NumberOf(string.Join(", ", verdict.Without)),
            verdict.Lacks.Count(finding => finding.Severity == FindingSeverity.Error),
            verdict.Lacks.Count(finding => finding.Severity == FindingSeverity.Warning),
            .. ids.Select(texts.NumberOf),
        ];
    }

    /// <summary>
    /// Of each disk: its machine, name, claim, what it is made of, size, what the backup does for its data, why, and what a
    /// restore makes of it.
    /// </summary>
    private static void WriteDisks(Utf8JsonWriter writer, BackupPlan plan, PageObjects objects, PageTexts texts) =>
        writer.WriteRows(
            "disks",
            plan.Machines.SelectMany(machine => machine.Disks.Select(disk => (machine.Id, Disk: disk)))
                .Select(entry =>
                    new[]
                    {
                        objects.PlaceOf(entry.Id),
                        texts.NumberOf(entry.Disk.Name),
                        objects.PlaceOf(entry.Disk.Claim),
                        texts.NumberOf(entry.Disk.Source),
                        texts.NumberOf(entry.Disk.Bytes is { } bytes ? Quantity.Format(bytes) : null),
                        texts.NumberOf(PlannedDisk.Words(entry.Disk.Protection)),
                        texts.NumberOf(entry.Disk.Reason),
                        texts.NumberOf(entry.Disk.OnRestore),
                    }
                )
        );

    /// <summary>Each reason, how many objects are left out for it, and the first of them.</summary>
    private static void WriteLeftOut(Utf8JsonWriter writer, BackupPlan plan, PageTexts texts)
    {
        var byReason = plan
            .Excluded.GroupBy(exclusion => exclusion.Reason)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        writer.WriteRows(
            "leftOut",
            byReason.Select(group =>
                group
                    .Take(MaxLeftOut)
                    .Select(exclusion => texts.NumberOf(exclusion.Resource.ToString()))
                    .Prepend(group.Count())
                    .Prepend(texts.NumberOf(group.Key))
                    .ToArray()
            )
        );
    }
}
