namespace KubeVirt.Backup.Documents;

/// <summary>An object of the backup that is not restored.</summary>
/// <param name="Resource">The object, by its id in the backup.</param>
/// <param name="Policy">The policy that skipped it.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record DocumentSkipped(ResourceId Resource, string Policy, string Reason);
