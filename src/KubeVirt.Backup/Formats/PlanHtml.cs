using System.Globalization;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes what readers without scripts see of a plan's page: its lists, of long ones the beginning. All texts are encoded.
/// </summary>
internal static class PlanHtml
{
    // A reader without scripts gets so many rows of each list.
    private const int MaxRows = 200;

    /// <summary>The plan as the content of a page.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="plan">The plan.</param>
    public static void Write(TextWriter html, BackupPlan plan)
    {
        html.Write(string.Create(CultureInfo.InvariantCulture, $"<h1>Backup plan</h1><p>{Text(plan)}</p>\n"));
        WriteSets(html, plan);
        WriteList(html, "Roots", plan.Judge().Select(verdict => verdict.ToString()));
        WriteList(html, "Freeze", plan.Freeze.Select(id => id.ToString()));
        WriteList(html, "Snapshot", plan.Volumes.Select(id => id.ToString()));
        var chosen = plan.Machines.Where(machine => machine.Way is not null).ToList();
        if (chosen.Count > 0)
            WriteList(html, "Ways", chosen.Select(machine => $"{machine.Id}: {machine.Way}"));
        var unprotected = PlanText
            .Unprotected(plan)
            .Select(disk => $"{disk.Machine}: {disk} {disk.OnRestore}")
            .ToList();
        if (unprotected.Count > 0)
            WriteList(html, "Disks without a snapshot", unprotected);
        WriteList(html, "Missing", plan.Missing.Select(id => id.ToString()));
        if (plan.NotRead.Any())
            WriteList(html, "Not read", plan.NotRead.Select(id => id.ToString()));
        WriteList(html, "Left out", plan.Excluded.Select(exclusion => $"{exclusion.Resource}: {exclusion.Reason}"));
        WriteFindings(html, plan.Findings);
    }

    /// <summary>The sets side by side, in the order of a restore.</summary>
    private static void WriteSets(TextWriter html, BackupPlan plan)
    {
        html.Write("<h2>Sets, in the order of a restore</h2><div class=\"sets\">\n");
        foreach (var (i, set) in plan.Sets.Index())
        {
            html.Write(string.Create(CultureInfo.InvariantCulture, $"<div class=\"set\"><h3>Set {i}</h3>\n"));
            foreach (var id in set.Take(MaxRows))
                WriteObject(html, plan, id);
            WriteRest(html, "div", set.Count);
            html.Write("</div>\n");
        }

        html.Write("</div>\n");
    }

    /// <summary>One object of a set: its kind, its class if it is not restored, and its name.</summary>
    private static void WriteObject(TextWriter html, BackupPlan plan, ResourceId id)
    {
        var className = ClassOf(plan, id);
        // Nearly all objects are definitions, so only the others are marked.
        var note = className == "definition" ? "" : $" ({className})";
        var name = id.Namespace is null ? id.Name : $"{id.Namespace}/{id.Name}";

        html.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"<div class=\"{className}\"><small>{Text(id.Kind.Kind)}{note}</small>{Text(name)}</div>\n"
            )
        );
    }

    /// <summary>The class of an object as a CSS class, such as <c>runtime</c>.</summary>
    private static string ClassOf(BackupPlan plan, ResourceId id) =>
        plan.ClassOf(id).Class.ToString().ToLowerInvariant();

    /// <summary>A section with one line for each row. The heading stands even where there is none.</summary>
    private static void WriteList(TextWriter html, string title, IEnumerable<string> rows)
    {
        html.Write(string.Create(CultureInfo.InvariantCulture, $"<h2>{title}</h2><ul>\n"));
        var all = rows.ToList();
        foreach (var row in all.Take(MaxRows))
            html.Write(string.Create(CultureInfo.InvariantCulture, $"<li><code>{Text(row)}</code></li>\n"));
        WriteRest(html, "li", all.Count);
        html.Write("</ul>\n");
    }

    /// <summary>How many rows of a list are not shown, if any.</summary>
    private static void WriteRest(TextWriter html, string element, int count)
    {
        if (count > MaxRows)
            html.Write(
                string.Create(CultureInfo.InvariantCulture, $"<{element}>... {count - MaxRows} more</{element}>\n")
            );
    }

    /// <summary>The findings as a table, the worst first; of many the beginning.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="findings">The findings, in any order.</param>
    public static void WriteFindings(TextWriter html, IReadOnlyCollection<Finding> findings)
    {
        html.Write("<h2>Findings</h2><table><tr><th>severity</th><th>id</th><th>object</th><th>what</th></tr>\n");
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity).Take(MaxRows))
        {
            var severity = finding.Severity.ToString().ToLowerInvariant();
            html.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<tr><td class=\"{severity}\">{severity}</td><td>{finding.Id}</td>"
                        + $"<td><code>{Text(finding.Resource)}<br>{Text(finding.Path)}</code></td>"
                        + $"<td>{Text(finding.Message)}</td></tr>\n"
                )
            );
        }

        html.Write("</table>\n");
        WriteRest(html, "p", findings.Count);
    }

    /// <summary>A value as HTML text: names and messages can hold anything.</summary>
    private static string Text(object? value) => HtmlText.Encode(value);
}
