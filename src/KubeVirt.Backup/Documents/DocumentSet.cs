namespace KubeVirt.Backup.Documents;

/// <summary>One set: objects that can be created side by side, after the sets before it.</summary>
/// <param name="Resources">The objects, ordered.</param>
public sealed record DocumentSet(IReadOnlyList<ResourceId> Resources);
