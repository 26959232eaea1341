using System.Globalization;
using System.Net;
using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>One page without scripts or links, so that it can be mailed and archived.</summary>
internal static class PlanHtml
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Backup plan</title><style>
        body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#222}
        h2{margin:1.5rem 0 .4rem;font-size:1.1rem} code{font-size:12px}
        .sets{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto}
        .set{border:1px solid #ccc;border-radius:6px;padding:.5rem .8rem;min-width:14rem} .set h3{margin:0 0 .3rem;font-size:.9rem;color:#666}
        .set div{padding:.15rem 0} .set small{color:#666;display:block}
        .runtime,.action,.environment{opacity:.6}
        table{border-collapse:collapse} td,th{border-bottom:1px solid #ddd;padding:.25rem .7rem;text-align:left;vertical-align:top}
        .error{color:#b00020;font-weight:600} .warning{color:#8a5a00} .info{color:#555}
        </style></head><body>
        """;

    public static string Write(BackupPlan plan)
    {
        var html = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        html.Append(
            CultureInfo.InvariantCulture,
            $"<h1>Backup plan</h1><p>{Text(plan)}</p>\n<h2>Sets, in the order of a restore</h2><div class=\"sets\">\n"
        );
        foreach (var (i, set) in plan.Sets.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"set\"><h3>Set {i}</h3>\n");
            foreach (var id in set)
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<div class=\"{ClassOf(plan, id)}\"><small>{Text(id.Kind.Kind)}{Note(plan, id)}</small>{Text(id.Namespace is null ? id.Name : $"{id.Namespace}/{id.Name}")}</div>\n"
                );
            html.Append("</div>\n");
        }

        html.Append("</div>\n");
        List(html, "Roots", plan.Judge().Select(verdict => verdict.ToString()));
        List(html, "Freeze", plan.Freeze.Select(id => id.ToString()));
        List(html, "Snapshot", plan.Volumes.Select(id => id.ToString()));
        List(html, "Missing", plan.Missing.Select(id => id.ToString()));
        List(html, "Left out", plan.Excluded.Select(exclusion => $"{exclusion.Resource}: {exclusion.Reason}"));
        Table(html, plan.Findings);
        return html.Append("</body></html>\n").ToString();
    }

    private static string ClassOf(BackupPlan plan, ResourceId id) =>
        plan.ClassOf(id).Class.ToString().ToLowerInvariant();

    private static string Note(BackupPlan plan, ResourceId id) =>
        ClassOf(plan, id) is not "definition" and var name ? $" ({name})" : "";

    private static void List(StringBuilder html, string title, IEnumerable<string> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><ul>\n");
        foreach (var row in rows)
            html.Append(CultureInfo.InvariantCulture, $"<li><code>{Text(row)}</code></li>\n");
        html.Append("</ul>\n");
    }

    private static void Table(StringBuilder html, IEnumerable<Finding> findings)
    {
        html.Append("<h2>Findings</h2><table><tr><th>severity</th><th>id</th><th>object</th><th>what</th></tr>\n");
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity))
        {
            var severity = finding.Severity.ToString().ToLowerInvariant();
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td class=\"{severity}\">{severity}</td><td>{finding.Id}</td><td><code>{Text(finding.Resource)}<br>{Text(finding.Path)}</code></td><td>{Text(finding.Message)}</td></tr>\n"
            );
        }

        html.Append("</table>\n");
    }

    private static string Text(object? value) => WebUtility.HtmlEncode(value?.ToString() ?? "");
}
