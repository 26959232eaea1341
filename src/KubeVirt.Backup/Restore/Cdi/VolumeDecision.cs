namespace KubeVirt.Backup.Restore;

/// <summary>What CDI and KubeVirt will do with one volume of a restore, and why.</summary>
/// <remarks>
/// A prediction from the objects alone, before anything is written: show it to whoever confirms a restore. What does
/// not work is among the findings, too, see <see cref="Findings.FindingIds.VolumeBroken"/>.
/// </remarks>
/// <param name="Claim">Its PersistentVolumeClaim, by the id in the backup.</param>
/// <param name="Handling">What will happen to it when the objects are applied in their order.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record VolumeDecision(ResourceId Claim, VolumeHandling Handling, string Reason)
{
    /// <summary>Claim, handling and reason.</summary>
    public override string ToString() => $"{Claim}: {Handling}. {Reason}";
}
