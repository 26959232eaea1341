using System.Diagnostics;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a pipeline made of a backup: what to apply in which order, and all that was changed, left out and noticed.
/// Immutable.
/// </summary>
/// <param name="Sets">
/// The objects, as they are to be created, each set after the one before. They bear their new ids.
/// </param>
/// <param name="Changes">Every change, in the order of objects and policies. They bear the ids in the backup.</param>
/// <param name="Skipped">What is not restored, by the ids in the backup.</param>
/// <param name="Findings">Everything odd, ordered by object.</param>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record RestoreResult(
    IReadOnlyList<IReadOnlyList<Resource>> Sets,
    IReadOnlyList<ResourceChange> Changes,
    IReadOnlyList<SkippedResource> Skipped,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>What happens to each volume, ordered by claim.</summary>
    public IReadOnlyList<VolumeDecision> Volumes { get; init; } = [];

    /// <summary>The ownerReferences that whoever applies the objects is to put back, ordered by object.</summary>
    public IReadOnlyList<OwnerToRestore> Owners { get; init; } = [];

    /// <summary>This result with further findings, of reading the backup for instance.</summary>
    public RestoreResult WithFindings(IEnumerable<Finding> findings) =>
        this with
        {
            Findings = [.. Findings.Concat(findings).Distinct().Order()],
        };

    /// <summary>All objects, in the order they are to be applied.</summary>
    public IEnumerable<Resource> Resources => Sets.SelectMany(set => set);

    /// <summary>Whether a finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"objects: {Resources.Count()}, sets: {Sets.Count}, changes: {Changes.Count}, left out: {Skipped.Count}, findings: {Findings.Count}";
}
