using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes findings as a table, the worst first.</summary>
internal static class FindingFragment
{
    private static readonly string[] Columns = ["severity", "id", "object", "what"];

    /// <summary>The findings as a fragment of its own.</summary>
    public static string Write(IEnumerable<Finding> findings)
    {
        var html = new FragmentText();
        var all = findings.ToList();
        if (all.Count == 0)
            html.Line("No findings.");
        Add(html, all);

        return html.ToString();
    }

    /// <summary>The findings as a part of a fragment.</summary>
    public static void Add(FragmentText html, IEnumerable<Finding> findings) =>
        html.Table(Columns, [.. findings.OrderByDescending(finding => finding.Severity).Select(RowOf)]);

    private static string[] RowOf(Finding finding)
    {
        var severity = finding.Severity.ToString().ToLowerInvariant();
        var place = $"{FragmentText.Id(finding.Resource)}<br/>{FragmentText.Code(finding.Path)}";

        return [FragmentText.Word(severity), HtmlText.Encode(finding.Id), place, HtmlText.Encode(finding.Message)];
    }
}
