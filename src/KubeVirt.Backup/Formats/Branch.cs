using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Formats;

/// <summary>An object at its place in a tree.</summary>
/// <param name="Node">The object.</param>
/// <param name="Why">What the object above it has to do with it; empty at the root.</param>
internal readonly record struct Branch(ResourceNode Node, string Why);
