namespace KubeVirt.Backup.Restore;

/// <summary>One interface of one machine, as a key of <see cref="MapMacAddresses"/>.</summary>
/// <param name="Machine">The VirtualMachine or VirtualMachineInstance, by its id in the backup.</param>
/// <param name="Name">The interface's name in <c>domain.devices.interfaces</c>.</param>
public readonly record struct MachineInterface(ResourceId Machine, string Name)
{
    /// <summary>Machine and name, divided by a space.</summary>
    public override string ToString() => $"{Machine} {Name}";
}
