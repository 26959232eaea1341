using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>What one chunk of objects refers to. Its numbers hold within the chunk only.</summary>
/// <param name="Links">
/// The edges to named targets. An end that is no node of the graph yet is given as the complement (<c>~</c>) of its
/// index in <paramref name="Unknown"/>.
/// </param>
/// <param name="Unknown">
/// The named targets that are no nodes yet, each once: many objects name the same namespace or class.
/// </param>
/// <param name="Pending">The references by label or owner.</param>
/// <param name="References">The references of both, by number.</param>
/// <param name="Findings">What the resolvers reported.</param>
internal sealed record Resolution(
    List<Link> Links,
    ResourceId[] Unknown,
    PendingReference[] Pending,
    Reference[] References,
    Finding[] Findings
);
