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
            .Distinct().Order().ToLookup(id => UnfinishedDataVolume(graph, id) is not null);
        return ([.. claims[false]], [.. claims[true].Select(id => Unfinished(id, UnfinishedDataVolume(graph, id)!))]);
    }

    /// <summary>The DataVolume of a claim, where CDI has not finished populating it.</summary>
    /// <remarks>Source: CDI pkg/apis/core/v1beta1/types.go, DataVolumePhase. A manifest without a status says nothing of it.</remarks>
    public static Resource? UnfinishedDataVolume(ResourceGraph graph, ResourceId claim) =>
        graph.FindResource(claim.WithKind(Kinds.DataVolume)) is { } volume && volume.StringAt("/status/phase") is not (null or "Succeeded") ? volume : null;

    private static Finding Unfinished(ResourceId claim, Resource volume) => new(
        FindingIds.VolumeNotPopulated, FindingSeverity.Warning, volume.Id, "/status/phase",
        $"The DataVolume is in phase {volume.StringAt("/status/phase")}, so {claim} holds no complete data and is not snapshot. CDI populates it anew after a restore; back up again once it has succeeded.");
}
