namespace KubeVirt.Backup.Planning;

/// <summary>An object that was found and left out.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record Exclusion(ResourceId Resource, string Reason);
