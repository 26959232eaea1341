using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Which PersistentVolumeClaims hold the guests' data, and which of them have a volume to take a snapshot of.</summary>
internal sealed class ClaimsToSnapshot
{
    private readonly ResourceGraph _graph;
    private readonly List<ResourceId> _claims = [];
    private readonly List<Finding> _findings = [];

    private ClaimsToSnapshot(ResourceGraph graph) => _graph = graph;

    /// <summary>The claims, ordered by id.</summary>
    public IReadOnlyList<ResourceId> Claims => _claims;

    /// <summary>Why no snapshot is taken of the others.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>
    /// Looks at every claim that holds a guest's data and is not left out, and at those that are roots themselves.
    /// </summary>
    public static ClaimsToSnapshot Of(DiskChoice disks)
    {
        var graph = disks.Graph;
        var found = new ClaimsToSnapshot(graph);
        var roots = graph
            .Roots.Where(root => root.Kind == Kinds.PersistentVolumeClaim || root.Kind == Kinds.DataVolume)
            .Select(root => root.WithKind(Kinds.PersistentVolumeClaim))
            .ToHashSet();
        var claims = graph
            .Nodes.Where(node => node.Id.Kind == Kinds.PersistentVolumeClaim && node.State == NodeState.Observed)
            .Select(node => node.Id)
            .Where(id => roots.Contains(id) || HoldsData(graph, id))
            .Where(id => !disks.LeftOutClaims.Contains(id))
            .Where(id => !MigrationDestinations.Holds(graph, id));

        foreach (var claim in claims)
            found.Look(claim);

        return found;
    }

    private static bool HoldsData(ResourceGraph graph, ResourceId claim) =>
        graph.EdgesTo(claim).Any(edge => edge.Reference.HoldsData);

    private void Look(ResourceId claim)
    {
        if (Obstacle(claim) is { } obstacle)
            _findings.Add(obstacle);
        else
            _claims.Add(claim);
    }

    /// <summary>Why no snapshot can be taken of a claim, or <see langword="null"/>.</summary>
    /// <remarks>
    /// Source: Kubernetes core/v1 PersistentVolumeClaimPhase. A manifest without a status says nothing of it.
    /// </remarks>
    private Finding? Obstacle(ResourceId claim)
    {
        if (UnfinishedVolume.Of(_graph, claim) is { } volume)
            return Unfinished(claim, volume);

        return _graph.FindResource(claim)!.StringAt("/status/phase") switch
        {
            "Lost" => Unbound(
                claim,
                FindingSeverity.Error,
                "The claim has lost its PersistentVolume, and with it its data, so no snapshot can be taken of it. "
                    + "Restore its data from an earlier backup."
            ),
            "Pending" => Unbound(
                claim,
                FindingSeverity.Warning,
                "The claim is not bound to a volume yet, so there is nothing to take a snapshot of. Back up again once "
                    + "it is bound, if it is to hold data."
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
            $"The {volume.Why}, so {claim} holds no complete data and no snapshot is taken of it. CDI populates it anew "
                + "after a restore; back up again once it has succeeded."
        );
}
