namespace KubeVirt.Backup.Planning;

/// <summary>An object that was found and is not part of a plan.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Reason">Why, in one sentence, for people.</param>
public sealed record Exclusion(ResourceId Resource, string Reason);
