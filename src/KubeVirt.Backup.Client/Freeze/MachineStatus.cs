namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// What the server counts of a VirtualMachine that has no instance: two equal ones prove that none ran in between.
/// </summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineSpec and VirtualMachineStatus; a start
/// changes the run strategy, and with it the generation, or adds a request for a change of state.
/// </remarks>
public sealed record MachineStatus
{
    /// <summary>UID of the VirtualMachine: another one is another machine.</summary>
    public required string Uid { get; init; }

    /// <summary>What the server changes with every write to the object, its status included.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>What the server counts up with every change of the spec; <see langword="null"/> where absent.</summary>
    public long? Generation { get; init; }

    /// <summary>
    /// The run strategy; <c>Always</c> or <c>Halted</c> where the older field <c>running</c> is used. Default:
    /// <see langword="null"/>, it is not known.
    /// </summary>
    public string? RunStrategy { get; init; }

    /// <summary>Whether somebody asked for a start or stop that is not carried out yet. Default: no.</summary>
    public bool HasStateChangeRequests { get; init; }

    /// <summary>Whether KubeVirt reports that the machine has an instance. Default: no.</summary>
    public bool IsCreated { get; init; }
}
