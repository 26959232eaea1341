using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which PersistentVolumeClaims hold the guests' data.</summary>
internal static class Volumes
{
    public static (IReadOnlyList<ResourceId> Snapshot, IReadOnlyList<Finding> Findings) Of(ResourceGraph graph)
    {
        var claims = graph.Edges.Where(edge => edge.Reference.HoldsData).Select(edge => edge.To)
            .Concat(graph.Roots.Where(root => root.Kind == Kinds.PersistentVolumeClaim || root.Kind == Kinds.DataVolume).Select(root => root.WithKind(Kinds.PersistentVolumeClaim)))
            .Where(id => id.Kind == Kinds.PersistentVolumeClaim && graph.Find(id) is { State: NodeState.Observed })
            .Distinct().Order().ToLookup(id => UnfinishedVolume.Of(graph, id) is not null);
        return ([.. claims[false]], [.. claims[true].Select(id => Unfinished(id, UnfinishedVolume.Of(graph, id)!))]);
    }

    private static Finding Unfinished(ResourceId claim, UnfinishedVolume volume) => new(
        FindingIds.VolumeNotPopulated, FindingSeverity.Warning, volume.Resource, volume.Path,
        $"The {volume.Why}, so {claim} holds no complete data and is not snapshot. CDI populates it anew after a restore; back up again once it has succeeded.");
}
