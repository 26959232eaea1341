namespace KubeVirt.Backup.Rehearsal;

/// <summary>What becomes of one machine.</summary>
/// <param name="Machine">The machine, by its name in the target.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Status">What its printable status will say; empty where it is not there.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RehearsedMachine(ResourceId Machine, MachineOutcome Outcome, string Status, string Reason)
{
    /// <summary>Machine, outcome and reason.</summary>
    public override string ToString() => $"{Machine}: {Outcome}. {Reason}";
}
