namespace KubeVirt.Backup.Restore;

/// <summary>Where the spec of a guest stands in the kinds that hold one.</summary>
/// <remarks>
/// A machine, a replica set and a pool each nest it one level deeper. Policies that go by these pointers work on all of
/// them alike. Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go and pool/v1beta1/types.go; for templates
/// vendor/kubevirt.io/virt-template-api/core/v1beta1.
/// </remarks>
internal static class MachineSpec
{
    /// <summary>
    /// Where a VirtualMachineTemplate holds its machine, as a whole object: with a name, a namespace and labels, unlike
    /// the templates of pools and replica sets.
    /// </summary>
    public const string EmbeddedMachine = "/spec/virtualMachine";

    /// <summary>
    /// The pointer to the VirtualMachineInstance spec, or <see langword="null"/> where the kind holds none.
    /// </summary>
    public static string? PointerIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstance)
            return "/spec";

        return TemplateIn(kind) is { } template ? template + "/spec" : null;
    }

    /// <summary>
    /// The pointer to the template of a VirtualMachineInstance, or <see langword="null"/> where the kind holds none.
    /// </summary>
    public static string? TemplateIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstanceReplicaSet)
            return "/spec/template";

        return MachineIn(kind) is { } machine ? machine + "/template" : null;
    }

    /// <summary>
    /// The pointer to the VirtualMachine spec of what makes machines or is one, or <see langword="null"/> where the
    /// kind is no such thing.
    /// </summary>
    public static string? MachineIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine)
            return "/spec";

        if (kind == Kinds.VirtualMachineTemplate)
            return EmbeddedMachine + "/spec";

        return kind == Kinds.VirtualMachinePool ? "/spec/virtualMachineTemplate/spec" : null;
    }

    /// <summary>
    /// Whether many guests are made of one object, so that none of them can have an identity of its own there.
    /// </summary>
    public static bool IsOfMany(GroupKind kind) =>
        kind == Kinds.VirtualMachineInstanceReplicaSet
        || kind == Kinds.VirtualMachinePool
        || kind == Kinds.VirtualMachineTemplate;
}
