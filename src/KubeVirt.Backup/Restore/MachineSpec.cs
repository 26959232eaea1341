namespace KubeVirt.Backup.Restore;

/// <summary>Where the spec of a guest stands in the kinds that hold one.</summary>
internal static class MachineSpec
{
    /// <summary>The pointer to the VirtualMachineInstance spec, or <see langword="null"/> where the kind holds none.</summary>
    public static string? PointerIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstance)
            return "/spec";
        return TemplateIn(kind) is { } template ? template + "/spec" : null;
    }

    /// <summary>The pointer to the template of a VirtualMachineInstance, or <see langword="null"/> where the kind holds none.</summary>
    public static string? TemplateIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine || kind == Kinds.VirtualMachineInstanceReplicaSet)
            return "/spec/template";
        return kind == Kinds.VirtualMachinePool ? "/spec/virtualMachineTemplate/spec/template" : null;
    }

    /// <summary>The pointer to the VirtualMachine spec, or <see langword="null"/> where the kind holds none.</summary>
    public static string? MachineIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine)
            return "/spec";
        return kind == Kinds.VirtualMachinePool ? "/spec/virtualMachineTemplate/spec" : null;
    }

    /// <summary>Whether many guests are made of one object, so that none of them can have an identity of its own there.</summary>
    public static bool IsOfMany(GroupKind kind) => kind == Kinds.VirtualMachineInstanceReplicaSet || kind == Kinds.VirtualMachinePool;
}
