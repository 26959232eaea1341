using System.Diagnostics;
using System.Text;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Rollback;

/// <summary>
/// What a rollback of a machine that is there will do, before anything is written. Immutable.
/// </summary>
/// <remarks>The machine itself stays: its UID, its MAC addresses, the claim of its persistent state and its owners.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record RollbackPlan
{
    /// <summary>Stands for this rollback in marks and names: the same inputs give the same.</summary>
    public required string Id { get; init; }

    /// <summary>The VirtualMachine.</summary>
    public required ResourceId Machine { get; init; }

    /// <summary>Its UID now; <see langword="null"/> where it has none, as in a manifest.</summary>
    public string? MachineUid { get; init; }

    /// <summary>What is taken back.</summary>
    public RollbackScope Scope { get; init; }

    /// <summary>
    /// What differs between the archive and now, of the machine and all that it needs: now is the later of the two.
    /// <see langword="null"/> for a plan that was read from a journal.
    /// </summary>
    public GraphComparison? Differences { get; init; }

    /// <summary>The disks whose data is taken back, in the order of the machine.</summary>
    public IReadOnlyList<RollbackDisk> Disks { get; init; } = [];

    /// <summary>The machine as it was when this was planned; <see langword="null"/> where it was not found.</summary>
    public Resource? Before { get; init; }

    /// <summary>The machine as it will be, but for its run state.</summary>
    public Resource? After { get; init; }

    /// <summary>The claims and DataVolumes that are created, in that order.</summary>
    public IReadOnlyList<Resource> Created { get; init; } = [];

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<RollbackStep> Steps { get; init; } = [];

    /// <summary>What is odd, or keeps it from being done.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether a finding is an error: nothing of the plan is done then.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>The plan as text for people: what differs, the steps in their order, and the findings.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(ToString()).AppendLine();
        Section(text, "Differs from the archive", (Differences?.Changed ?? []).Select(change => $"{change}"));
        Section(text, "Only in the archive", (Differences?.Removed ?? []).Select(id => $"{id}"));
        Section(text, "Only now", (Differences?.Added ?? []).Select(id => $"{id}"));
        Section(text, "Steps", Steps.Select((step, index) => $"{index + 1}. {step}"));
        Section(text, "Findings", Findings.Select(finding => $"{finding}"));

        return text.ToString();
    }

    /// <summary>One line: the machine, what is taken back, and how many steps and findings there are.</summary>
    public override string ToString() =>
        $"rollback {Id} of {Machine}: {Scope.ToString().ToLowerInvariant()}, disks: {Disks.Count}, steps: {Steps.Count}, "
        + $"findings: {Findings.Count}";

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var rows = lines.ToList();
        if (rows.Count == 0)
            return;

        text.AppendLine($"{title} ({rows.Count})");
        foreach (var row in rows)
            text.AppendLine($"  {PrintableText.Escape(row)}");
        text.AppendLine();
    }
}
