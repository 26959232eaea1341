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
    /// <summary>A warning for each such volume.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph) =>
        from runs in graph.Edges
        where runs.Relation == Relation.Runs
        where runs.From.Kind == Kinds.VirtualMachine && runs.To.Kind == Kinds.VirtualMachineInstance
        let known = graph.EdgesFrom(runs.From).Select(edge => edge.To).ToHashSet()
        from volume in graph.EdgesFrom(runs.To)
        where IsVolume(volume) && !known.Contains(volume.To)
        select ToFinding(runs.From, volume);

    /// <summary>
    /// Whether an edge of a guest is a volume of its spec, which KubeVirt fills with hot-plugged ones, too.
    /// </summary>
    private static bool IsVolume(ResourceEdge edge) =>
        edge.Reference.HoldsData && edge.Path.StartsWith("/spec/volumes/", StringComparison.Ordinal);

    private static Finding ToFinding(ResourceId machine, ResourceEdge volume) =>
        new(
            FindingIds.HotPluggedOnly,
            FindingSeverity.Warning,
            volume.From,
            volume.Path,
            $"{volume.To} is attached to the running guest only, not to {machine}: it is backed up, "
                + "and a restored machine does not have it attached. Add it to the machine's volumes to keep it."
        );
}
