using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>What a stretch of objects refers to.</summary>
/// <param name="Links">
/// Edges to what was named. An end that is no known node is the complement of its place in <paramref name="Unknown"/>.
/// </param>
/// <param name="Unknown">
/// What was named and is no node yet, each once: many objects name the same namespace or class.
/// </param>
/// <param name="Pending">References by label or owner.</param>
/// <param name="Causes">What the references of both say.</param>
/// <param name="Findings">What was reported.</param>
internal sealed record Resolution(
    List<Link> Links,
    ResourceId[] Unknown,
    PendingReference[] Pending,
    Reference[] Causes,
    Finding[] Findings
);
