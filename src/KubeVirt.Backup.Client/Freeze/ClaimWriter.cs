namespace KubeVirt.Backup.Client.Freeze;

/// <summary>A running guest that has a claim attached, and so may write to it.</summary>
/// <param name="Claim">The PersistentVolumeClaim.</param>
/// <param name="Guest">The VirtualMachineInstance.</param>
public readonly record struct ClaimWriter(ResourceId Claim, ResourceId Guest);
