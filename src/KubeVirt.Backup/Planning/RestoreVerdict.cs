using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Planning;

/// <summary>What a restore of one root would be worth.</summary>
/// <param name="Root">What is backed up.</param>
/// <param name="Outcome">What a restore amounts to.</param>
/// <param name="Data">The best that snapshots of its volumes can be, if its guests are frozen.</param>
/// <param name="Lacks">What a restore would lack, the worst first: the findings of what it reaches.</param>
public sealed record RestoreVerdict(
    ResourceId Root,
    Restorability Outcome,
    Consistency Data,
    IReadOnlyList<Finding> Lacks
)
{
    /// <summary>
    /// Names of the disks that were left out on purpose, ordered: the outcome is that of a machine without their data.
    /// </summary>
    public IReadOnlyList<string> Without
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var lacks = Lacks.Count == 0 ? "" : $" ({string.Join("; ", Lacks.Select(finding => finding.Id).Distinct())})";
        return $"{Root}: {Outcome.ToString().ToLowerInvariant()}{WithoutDisks()}{lacks}, snapshots {Words(Data)}";
    }

    private string WithoutDisks()
    {
        if (Without.Count == 0)
            return "";

        var noun = Without.Count == 1 ? "disk" : "disks";
        return $" without {noun} {string.Join(", ", Without)}";
    }

    /// <summary>What snapshots are worth, in words.</summary>
    internal static string Words(Consistency data) =>
        data switch
        {
            Consistency.Offline => "offline",
            Consistency.FilesystemConsistent => "filesystem-consistent when frozen",
            Consistency.CrashConsistent => "crash-consistent",
            _ => "unknown",
        };
}
