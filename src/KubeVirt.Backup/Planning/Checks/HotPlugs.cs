using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Volumes that only a running guest shows, because they were hot-plugged and never written into its machine.
/// </summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go; such volumes are gone at the next start.
/// </remarks>
internal static class HotPlugs
{
    public static IEnumerable<Finding> Find(ResourceGraph graph) =>
        from runs in graph.Edges
        where
            runs.Relation == Relation.Runs
            && runs.From.Kind == Kinds.VirtualMachine
            && runs.To.Kind == Kinds.VirtualMachineInstance
        let known = graph.EdgesFrom(runs.From).Select(edge => edge.To).ToHashSet()
        from edge in graph.EdgesFrom(runs.To)
        where
            edge.Reference.HoldsData
            && edge.Path.StartsWith("/spec/volumes/", StringComparison.Ordinal)
            && !known.Contains(edge.To)
        select new Finding(
            FindingIds.HotPluggedOnly,
            FindingSeverity.Warning,
            runs.To,
            edge.Path,
            $"{edge.To} is attached to the running guest only, not to {runs.From}: it is backed up, and a restored machine does not have it attached. Add it to the machine's volumes to keep it."
        );
}
