using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>What was read of a list.</summary>
/// <param name="Answer">The objects, and what could not be read of them.</param>
/// <param name="IsWhole">Whether there are no further pages.</param>
internal sealed record PartOfList(ResourceAnswer Answer, bool IsWhole);
