using System.Collections.Frozen;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What writing a restore came to.</summary>
/// <param name="Objects">Every object, in the order of the sets; namespaces that were added come first.</param>
/// <param name="Findings">What went wrong or could not be checked, ordered as findings are.</param>
public sealed record ApplyReport(IReadOnlyList<AppliedObject> Objects, IReadOnlyList<Finding> Findings)
{
    /// <summary>
    /// Whether every object is there now, or would be, and what was asked for besides came true: what was waited for is
    /// ready, what was to be released is, and owners are put back.
    /// </summary>
    public bool IsComplete =>
        !IsStopped && Objects.All(applied => applied.Outcome is not (ApplyOutcome.Failed or ApplyOutcome.NotReached));

    /// <summary>
    /// Whether a wait ran out, a release failed, an owner was not put back or the server was lost, which is no object's
    /// outcome.
    /// </summary>
    internal bool IsStopped { get; init; }

    /// <summary>What a preflight read of the target on the way, so that it need not be read again.</summary>
    internal IReadOnlyDictionary<ResourceId, Resource> Found { get; init; } =
        FrozenDictionary<ResourceId, Resource>.Empty;

    /// <summary>One line with the number of objects by outcome, and the number of findings.</summary>
    public override string ToString()
    {
        var counts = Objects
            .GroupBy(applied => applied.Outcome)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Key}: {group.Count()}")
            .Append($"findings: {Findings.Count}");

        return string.Join(", ", counts);
    }
}
