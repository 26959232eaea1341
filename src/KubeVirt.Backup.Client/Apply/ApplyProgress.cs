namespace KubeVirt.Backup.Client.Apply;

/// <summary>How far a restore is: what a product shows while it waits.</summary>
public sealed record ApplyProgress
{
    /// <summary>What became known last of an object. An object comes again where its outcome changes.</summary>
    public required AppliedObject Applied { get; init; }

    /// <summary>The number of its set, from 0 on.</summary>
    public required int Set { get; init; }

    /// <summary>How many sets there are.</summary>
    public required int Sets { get; init; }

    /// <summary>Of how many objects it is known what became of them.</summary>
    public required int Done { get; init; }

    /// <summary>How many objects are restored.</summary>
    public required int Total { get; init; }

    /// <summary>One line, as <c>set 1/4, 12/60: VirtualMachine.kubevirt.io/ns1/vm1: Created</c>.</summary>
    public override string ToString() => $"set {Set + 1}/{Sets}, {Done}/{Total}: {Applied}";
}
