namespace KubeVirt.Backup.Platforms;

/// <summary>
/// An annotation by which a guest asks its network for a fixed address, so that a copy would ask for that of its original.
/// </summary>
/// <param name="Annotation">The key, in which <c>*</c> stands for any text.</param>
/// <param name="Holds">What the annotation holds.</param>
/// <param name="Source">The upstream file or document that says so.</param>
/// <remarks>
/// It stands on the guest, whose annotations KubeVirt copies to the pod: pkg/virt-controller/services/template.go.
/// </remarks>
public sealed record AddressRule(string Annotation, AddressKind Holds, string Source)
{
    /// <summary>Whether it stands on the machine itself and not on its guest. Default: on the guest.</summary>
    public bool IsOnMachine { get; init; }
}
