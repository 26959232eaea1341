namespace KubeVirt.Backup.Client.Apply;

/// <summary>One object of a restore and what became of it.</summary>
/// <param name="Resource">Its id in the target.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Uid">
/// Its UID in the target; <see langword="null"/> where it is not there, and where that is not known.
/// </param>
public sealed record AppliedObject(ResourceId Resource, ApplyOutcome Outcome, string? Uid)
{
    /// <summary>The id and the outcome, as <c>VirtualMachine.kubevirt.io/ns1/vm1: Created</c>.</summary>
    public override string ToString() => $"{Resource}: {Outcome}";
}
