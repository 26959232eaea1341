using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which PersistentVolumeClaims hold the guests' data.</summary>
internal static class Volumes
{
    public static (IReadOnlyList<ResourceId> Snapshot, IReadOnlyList<Finding> Findings) Of(ResourceGraph graph)
    {
        var claims = graph
            .Edges.Where(edge => edge.Reference.HoldsData)
            .Select(edge => edge.To)
            .Concat(
                graph
                    .Roots.Where(root => root.Kind == Kinds.PersistentVolumeClaim || root.Kind == Kinds.DataVolume)
                    .Select(root => root.WithKind(Kinds.PersistentVolumeClaim))
            )
            .Where(id => id.Kind == Kinds.PersistentVolumeClaim && graph.Find(id) is { State: NodeState.Observed })
            .Distinct()
            .Order()
            .ToLookup(id => Obstacle(graph, id) is null);
        return ([.. claims[true]], [.. claims[false].Select(id => Obstacle(graph, id)!)]);
    }

    /// <summary>Why a claim cannot be snapshot, or <see langword="null"/>.</summary>
    /// <remarks>
    /// Source: Kubernetes core/v1 PersistentVolumeClaimPhase. A manifest without a status says nothing of it.
    /// </remarks>
    private static Finding? Obstacle(ResourceGraph graph, ResourceId claim)
    {
        if (UnfinishedVolume.Of(graph, claim) is { } volume)
            return Unfinished(claim, volume);
        return graph.FindResource(claim)!.StringAt("/status/phase") switch
        {
            "Lost" => Unbound(
                claim,
                FindingSeverity.Error,
                "The claim has lost its PersistentVolume, and with it its data, so it cannot be snapshot. Restore its data from an earlier backup."
            ),
            "Pending" => Unbound(
                claim,
                FindingSeverity.Warning,
                "The claim is not bound to a volume yet, so there is nothing to snapshot. Back up again once it is bound, if it is to hold data."
            ),
            _ => null,
        };
    }

    private static Finding Unbound(ResourceId claim, FindingSeverity severity, string message) =>
        new(FindingIds.ClaimNotBound, severity, claim, "/status/phase", message);

    private static Finding Unfinished(ResourceId claim, UnfinishedVolume volume) =>
        new(
            FindingIds.VolumeNotPopulated,
            FindingSeverity.Warning,
            volume.Resource,
            volume.Path,
            $"The {volume.Why}, so {claim} holds no complete data and is not snapshot. CDI populates it anew after a restore; back up again once it has succeeded."
        );
}
