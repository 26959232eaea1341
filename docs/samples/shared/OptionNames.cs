using KubeVirt.Backup.Findings;

/// <summary>
/// Names the options of live-restore.cs in findings, where these name what a program would set: who runs the sample has
/// no other.
/// </summary>
internal static class OptionNames
{
    private static readonly (string Library, string Sample)[] Names =
    [
        ("ApplyOptions.Existing", "--existing"),
        ("ApplyOptions.Filled", "--filled or --all-filled"),
        ("ClusterTarget.ReleaseAsync", "--wait and the same --journal"),
        ("an ApplyJournal", "--journal"),
        ("the same ApplyJournal", "the same --journal"),
    ];

    public static IReadOnlyList<Finding> Translate(IEnumerable<Finding> findings) => [.. findings.Select(Translate)];

    private static Finding Translate(Finding finding)
    {
        var message = Names.Aggregate(finding.Message, (text, name) => text.Replace(name.Library, name.Sample));
        return new Finding(finding.Id, finding.Severity, finding.Resource, finding.Path, message)
        {
            Absent = finding.Absent,
        };
    }
}
