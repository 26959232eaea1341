using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Cuts a plan of some machines out of a larger one.</summary>
internal static class PlanCut
{
    /// <summary>The plan of some objects of a plan.</summary>
    public static BackupPlan Of(BackupPlan plan, IEnumerable<ResourceId> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ResourceId[] chosen = [.. roots];
        if (chosen.Length == 0)
            throw new ArgumentException("Name at least one object to back up.", nameof(roots));

        var graph = plan.Graph.Subgraph(chosen);
        var guests = FreezableGuests.Of(graph);
        var disks = DiskChoice.Of(graph, plan.Disks, keepsRoots: true);
        var claims = ClaimsToSnapshot.Of(disks);
        var ways = plan.WayChoices.For(disks, claims.Claims);
        IEnumerable<Finding> own =
        [
            .. guests.Findings,
            .. claims.Findings,
            .. BackupPlanner.Checks(disks),
            .. ways.Findings,
        ];
        var excluded = Exclusions.Of(graph, [], new Dictionary<ResourceId, string>());

        return new BackupPlan(disks, ways, guests.Guests, claims.Claims, [.. excluded], WithKnown(plan, graph, own));
    }

    /// <summary>
    /// The findings of the part, and what only the whole plan knows of its objects, such as who else has their claims. What
    /// both say is said by the whole.
    /// </summary>
    private static IEnumerable<Finding> WithKnown(BackupPlan plan, ResourceGraph graph, IEnumerable<Finding> own)
    {
        var known = plan
            .Each.Where(finding => !CountsReferences(finding))
            .Where(finding => finding.Resource is not { } id || graph.Find(id) is { State: NodeState.Observed })
            .ToList();
        var places = known.Select(PlaceOf).ToHashSet();

        return known.Concat(own.Where(finding => !places.Contains(PlaceOf(finding))));
    }

    private static (string Id, ResourceId? Resource, string? Path) PlaceOf(Finding finding) =>
        (finding.Id, finding.Resource, finding.Path);

    /// <summary>Whether a finding counts who refers to what: the smaller graph has its own of these.</summary>
    private static bool CountsReferences(Finding finding) =>
        finding.Id is FindingIds.MissingReference or FindingIds.RequiredLeftOut or FindingIds.ReferenceNotRead;
}
