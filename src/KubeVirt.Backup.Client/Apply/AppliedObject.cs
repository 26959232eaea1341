namespace KubeVirt.Backup.Client.Apply;

/// <summary>One object of a restore and what became of it.</summary>
/// <param name="Resource">Its id in the target.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Uid">Its UID in the target; <see langword="null"/> where it is not there.</param>
public sealed record AppliedObject(ResourceId Resource, ApplyOutcome Outcome, string? Uid)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Resource}: {Outcome}";
}
