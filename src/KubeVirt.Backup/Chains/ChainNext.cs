using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Chains;

/// <summary>What the next backup of a machine will be.</summary>
/// <param name="Kind">Full, or incremental where nothing speaks against it.</param>
/// <param name="BasedOn">The point that an incremental one is based on; <see langword="null"/> for a full one.</param>
/// <param name="Findings">Why it is full though there is a chain, and what to look at.</param>
public sealed record ChainNext(ChainPointKind Kind, ChainPoint? BasedOn, IReadOnlyList<Finding> Findings);
