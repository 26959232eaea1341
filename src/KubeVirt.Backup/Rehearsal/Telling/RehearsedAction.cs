using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What a controller does with an action that is created again: its status, which said that it was done, is lost.
/// </summary>
/// <param name="Kind">The kind of the action.</param>
/// <param name="What">What its controller does, in one sentence.</param>
/// <param name="Severity">Error where something that is there is lost by it.</param>
/// <param name="Source">Where the rule stands.</param>
internal sealed record RehearsedAction(GroupKind Kind, string What, FindingSeverity Severity, string Source)
{
    /// <summary>
    /// Where the action names a machine that is no longer as it was restored once it is carried out;
    /// <see langword="null"/> where it leaves its machine as it is.
    /// </summary>
    public string? MachineAt { get; init; }

    /// <summary>The field without which it is none; <see langword="null"/> where all of its kind are.</summary>
    public string? OnlyWith { get; init; }
}
