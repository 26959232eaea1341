using System.Globalization;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes a plan as its picture, a table of what is backed up, and its findings.</summary>
internal static class PlanFragment
{
    private static readonly string[] Columns = ["backed up", "restore", "snapshots", "volumes", "why"];

    /// <summary>The plan as a fragment.</summary>
    public static string Write(BackupPlan plan)
    {
        var html = new FragmentText();
        html.Line(plan.ToString());
        GraphFragment.Add(html, plan.Graph, GraphPicture.DefaultMaxNodes);

        AddVerdicts(html, plan.Judge(), plan.Machines);
        FindingFragment.Add(html, plan.Findings);

        return html.ToString();
    }

    /// <summary>Verdicts without their plan as a fragment.</summary>
    public static string Write(IEnumerable<RestoreVerdict> verdicts)
    {
        var html = new FragmentText();
        AddVerdicts(html, verdicts, []);

        return html.ToString();
    }

    private static void AddVerdicts(
        FragmentText html,
        IEnumerable<RestoreVerdict> verdicts,
        IEnumerable<PlannedMachine> machines
    )
    {
        var byId = machines.ToDictionary(machine => machine.Id);
        html.Table(Columns, [.. verdicts.Select(verdict => RowOf(verdict, byId.GetValueOrDefault(verdict.Root)))]);
    }

    private static string[] RowOf(RestoreVerdict verdict, PlannedMachine? machine)
    {
        var lacks = verdict.Lacks.Select(finding => finding.Id).Distinct(StringComparer.Ordinal);
        var volumes = machine?.Volumes.Select(VolumeOf) ?? [];

        return
        [
            FragmentText.Id(verdict.Root),
            FragmentText.Word(verdict.Outcome.ToString().ToLowerInvariant()),
            HtmlText.Encode(verdict.Data),
            string.Join("<br/>", volumes),
            HtmlText.Encode(string.Join(", ", lacks)),
        ];
    }

    private static string VolumeOf(PlannedVolume volume)
    {
        const double BytesOfGibibyte = 1L << 30;
        var size = volume.Bytes is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesOfGibibyte:0.##} GiB")
            : "size unknown";

        return $"{FragmentText.Id(volume.Claim)} <small>{size}</small>";
    }
}
