using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>What a rollback came to.</summary>
/// <param name="Machine">The VirtualMachine.</param>
/// <param name="Outcome">In which state it is.</param>
/// <param name="Findings">What went wrong, and what to do.</param>
public sealed record RollbackReport(ResourceId Machine, RollbackOutcome Outcome, IReadOnlyList<Finding> Findings)
{
    /// <summary>Lines for people: the outcome and the findings.</summary>
    public override string ToString() =>
        string.Join(
            Environment.NewLine,
            Findings.Select(finding => $"  {finding}").Prepend($"{Machine}: {Outcome.ToString().ToLowerInvariant()}")
        );
}
