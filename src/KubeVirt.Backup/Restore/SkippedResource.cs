namespace KubeVirt.Backup.Restore;

/// <summary>An object of the backup that is not restored.</summary>
/// <param name="Resource">The object, by its id in the backup.</param>
/// <param name="Policy">The name of the policy that skipped it.</param>
/// <param name="Reason">Why, in one sentence, for people.</param>
/// <param name="Outcome">What becomes of the objects that need it.</param>
public sealed record SkippedResource(ResourceId Resource, string Policy, string Reason, SkipOutcome Outcome)
{
    /// <summary>The name it would have in the target.</summary>
    internal ResourceId Target { get; init; } = Resource;
}
