using System.Globalization;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes a plan as one HTML page without scripts or links, so that it can be mailed and archived. All texts are
/// encoded.
/// </summary>
internal static class PlanHtml
{
    private const string HeadStart = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Backup plan</title><style>
        body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#222}
        h2{margin:1.5rem 0 .4rem;font-size:1.1rem} code{font-size:12px}
        .sets{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto}
        .set{border:1px solid #ccc;border-radius:6px;padding:.5rem .8rem;min-width:14rem}
        """;

    private const string HeadEnd = """
        .set h3{margin:0 0 .3rem;font-size:.9rem;color:#666}
        .set div{padding:.15rem 0} .set small{color:#666;display:block}
        .runtime,.action,.environment{opacity:.6}
        table{border-collapse:collapse} td,th{border-bottom:1px solid #ddd;padding:.25rem .7rem;text-align:left;vertical-align:top}
        .error{color:#b00020;font-weight:600} .warning{color:#8a5a00} .info{color:#555}
        </style></head><body>
        """;

    /// <summary>The plan as a page.</summary>
    public static void Write(TextWriter html, BackupPlan plan)
    {
        html.Write($"{HeadStart} {HeadEnd}\n".ReplaceLineEndings("\n"));
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
        html.Write("</body></html>\n");
    }

    /// <summary>The sets side by side, in the order of a restore.</summary>
    private static void WriteSets(TextWriter html, BackupPlan plan)
    {
        html.Write("<h2>Sets, in the order of a restore</h2><div class=\"sets\">\n");
        foreach (var (i, set) in plan.Sets.Index())
        {
            html.Write(string.Create(CultureInfo.InvariantCulture, $"<div class=\"set\"><h3>Set {i}</h3>\n"));
            foreach (var id in set)
                WriteObject(html, plan, id);
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
        foreach (var row in rows)
            html.Write(string.Create(CultureInfo.InvariantCulture, $"<li><code>{Text(row)}</code></li>\n"));
        html.Write("</ul>\n");
    }

    /// <summary>The findings as a table, the worst first.</summary>
    private static void WriteFindings(TextWriter html, IEnumerable<Finding> findings)
    {
        html.Write("<h2>Findings</h2><table><tr><th>severity</th><th>id</th><th>object</th><th>what</th></tr>\n");
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity))
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
    }

    /// <summary>A value as HTML text: names and messages can hold anything.</summary>
    private static string Text(object? value) => HtmlText.Encode(value);
}
