using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>What was read: the objects, and what is wrong with the rest.</summary>
/// <param name="Resources">The objects in the order of the input; each id once.</param>
/// <param name="Findings">
/// What could not be read, in the order of the input. Each message names file, document and line.
/// </param>
public sealed record ManifestSet(IReadOnlyList<Resource> Resources, IReadOnlyList<Finding> Findings);
