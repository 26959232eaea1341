using System.Diagnostics;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a pipeline made of a backup: what to apply in which order, and all that was changed, left out and noticed.
/// Immutable.
/// </summary>
/// <remarks>
/// Nothing is written yet: look at <see cref="Findings"/>, write <see cref="Sets"/> to files or hand the result to the
/// client package. Where maps would make one object of two there are no objects, and the findings say which. Changes,
/// findings, volumes and owners are computed when they are read for the first time.
/// </remarks>
/// <example>
/// <code language="csharp">
/// foreach (ResourceChange change in result.Changes)
///     Console.WriteLine(change);
/// foreach (SkippedResource skipped in result.Skipped)
///     Console.WriteLine($"{skipped.Resource} is skipped by {skipped.Policy}: {skipped.Reason}");
/// if (result.HasErrors)
///     Console.WriteLine(string.Join('\n', result.Findings));
/// </code>
/// </example>
/// <param name="Sets">
/// The objects, as they are to be created, each set after the one before. They bear their new ids.
/// </param>
/// <param name="Changes">Every change, in the order of objects and policies. They bear the ids in the backup.</param>
/// <param name="Skipped">What is not restored, by the ids in the backup.</param>
/// <param name="Findings">Everything wrong or worth knowing, each once, ordered by object.</param>
[TypeFormatterSource]
[DebuggerDisplay("{ToString(),nq}")]
public sealed record RestoreResult(
    IReadOnlyList<IReadOnlyList<Resource>> Sets,
    IReadOnlyList<ResourceChange> Changes,
    IReadOnlyList<SkippedResource> Skipped,
    IReadOnlyList<Finding> Findings
)
{
    /// <summary>
    /// What CDI and KubeVirt will do with each volume when the objects are applied, ordered by claim.
    /// </summary>
    public IReadOnlyList<VolumeDecision> Volumes { get; init; } = [];

    /// <summary>The ownerReferences that whoever applies the objects is to put back, ordered by object.</summary>
    public IReadOnlyList<OwnerToRestore> Owners { get; init; } = [];

    /// <summary>This result with further findings, of reading the backup for instance.</summary>
    /// <param name="findings">The findings; those that the result has already are not repeated.</param>
    /// <returns>A result of its own, whose findings are ordered again.</returns>
    public RestoreResult WithFindings(IEnumerable<Finding> findings) =>
        this with
        {
            Findings = [.. Findings.Concat(findings).Distinct().Order()],
        };

    /// <summary>All objects, in the order in which they are to be applied. They bear their new ids.</summary>
    public IEnumerable<Resource> Resources => Sets.SelectMany(set => set);

    /// <summary>Whether a finding is an error: applied as it is, the restore fails or loses something.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"objects: {Resources.Count()}, sets: {Sets.Count}, changes: {Changes.Count}, "
        + $"left out: {Skipped.Count}, findings: {Findings.Count}";
}
