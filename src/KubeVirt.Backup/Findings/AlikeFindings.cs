namespace KubeVirt.Backup.Findings;

/// <summary>
/// Makes one finding of many that have one cause, with their number and some examples: five hundred volumes that need not
/// be in a backup are one thing to know.
/// </summary>
internal static class AlikeFindings
{
    /// <summary>Up to so many stay as they are: they fit beside each other, each with its own place.</summary>
    private const int MostSingle = 5;

    private const int Examples = 3;

    /// <summary>The findings, with those of one cause joined. Where there is no cause, a finding stays as it is.</summary>
    /// <param name="findings">The findings, ordered: the first of a cause stands for all.</param>
    public static IEnumerable<Finding> Join(IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        var alike = all.Where(finding => finding.Cause is not null)
            .GroupBy(finding => (finding.Id, finding.Severity, finding.Cause))
            .Where(group => group.Count() > MostSingle)
            .ToDictionary(group => group.Key, group => group.ToList());

        foreach (var finding in all)
        {
            if (
                finding.Cause is null
                || !alike.TryGetValue((finding.Id, finding.Severity, finding.Cause), out var group)
            )
                yield return finding;
            else if (ReferenceEquals(finding, group[0]))
                yield return Sum(group);
        }
    }

    private static Finding Sum(List<Finding> alike)
    {
        var first = alike[0];
        var examples = alike.Skip(1).Select(finding => finding.Resource).Distinct().Take(Examples);

        return new Finding(
            first.Id,
            first.Severity,
            first.Resource,
            first.Path,
            $"{first.Message} So it is at {alike.Count - 1} more places, such as in {string.Join(", ", examples)}."
        );
    }
}
