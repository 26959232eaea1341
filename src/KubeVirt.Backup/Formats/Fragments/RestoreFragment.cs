using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a restore as the net effect on each object, what is left out, and its findings.</summary>
internal static class RestoreFragment
{
    private const int MaxObjects = 100;
    private static readonly string[] Columns = ["", "field", "before", "after", "policy"];

    /// <summary>The result as a fragment.</summary>
    public static string Write(RestoreResult result)
    {
        var html = new FragmentText();
        html.Line(result.ToString());

        var objects = RestoreDiff.Of(result).ToList();
        foreach (var changed in objects.Take(MaxObjects))
            AddObject(html, changed, isOpen: changed.Resource.Kind == Kinds.VirtualMachine);
        if (objects.Count > MaxObjects)
            html.Line($"... {objects.Count - MaxObjects} more objects change.");

        if (result.Skipped.Count > 0)
            AddSkipped(html, result.Skipped);
        FindingFragment.Add(html, result.Findings);

        return html.ToString();
    }

    private static void AddObject(FragmentText html, ObjectDiff changed, bool isOpen)
    {
        var open = isOpen ? " open=\"open\"" : "";
        html.Raw(
            $"<details{open}><summary>{FragmentText.Id(changed.Resource)} {HtmlText.Encode(changed.NewName)} "
                + $"<small>{changed.Changes.Count} changes</small></summary>"
        );
        html.Table(Columns, [.. changed.Changes.Select(RowOf)]);
        html.Raw("</details>");
    }

    private static string[] RowOf(NetChange change)
    {
        var style = change.Mark switch
        {
            '+' => "added",
            '-' => "removed",
            _ => "changed",
        };

        return
        [
            $"<span class=\"{style}\">{change.Mark}</span>",
            FragmentText.Code(change.Path),
            change.Before is null ? "" : FragmentText.Code(JsonText.Short(change.Before)),
            change.After is null ? "" : FragmentText.Code(JsonText.Short(change.After)),
            HtmlText.Encode(string.Join(", ", change.Policies)),
        ];
    }

    private static void AddSkipped(FragmentText html, IReadOnlyList<SkippedResource> skipped)
    {
        html.Raw($"<details><summary>{skipped.Count} objects are left out</summary>");
        html.Table(
            ["object", "why", "policy"],
            [
                .. skipped.Select(one =>
                    new[] { FragmentText.Id(one.Resource), HtmlText.Encode(one.Reason), HtmlText.Encode(one.Policy) }
                ),
            ]
        );
        html.Raw("</details>");
    }
}
