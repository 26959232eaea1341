namespace KubeVirt.Backup.Restore;

/// <summary>What happens to one volume of a restore, and why.</summary>
/// <param name="Claim">Its PersistentVolumeClaim, by the id in the backup.</param>
/// <param name="Handling">What happens.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record VolumeDecision(ResourceId Claim, VolumeHandling Handling, string Reason)
{
    /// <summary>Claim, handling and reason.</summary>
    public override string ToString() => $"{Claim}: {Handling}. {Reason}";
}
