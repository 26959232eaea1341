namespace KubeVirt.Backup.Rehearsal;

/// <summary>What becomes of one volume.</summary>
/// <param name="Claim">Its claim, by its name in the target.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Source">Where the rule stands.</param>
public sealed record RehearsedVolume(ResourceId Claim, VolumeOutcome Outcome, string Reason, string Source)
{
    /// <summary>Claim, outcome and reason.</summary>
    public override string ToString() => $"{Claim}: {Outcome}. {Reason}";
}
