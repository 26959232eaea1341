namespace KubeVirt.Backup.Rollback;

/// <summary>A step of a rollback, for people.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Resource">The object that it is about.</param>
/// <param name="Text">What happens, in one sentence.</param>
public sealed record RollbackStep(RollbackStepKind Kind, ResourceId Resource, string Text)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Resource}: {Text}";
}
