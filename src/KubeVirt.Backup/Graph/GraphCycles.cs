using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>Says which objects stand in a circle, each circle by one concrete path.</summary>
internal static class GraphCycles
{
    // A circle of a million objects is named by its ends; nobody reads the rest.
    private const int Shown = 12;

    public static IEnumerable<Finding> Needs(
        IReadOnlyList<int[]> circles,
        List<(int First, int Second)> before,
        ResourceNode[] nodes
    ) =>
        circles.Select(circle => new Finding(
            FindingIds.NeedsCycle,
            FindingSeverity.Error,
            nodes[circle[0]].Id,
            null,
            $"These objects need each other in a circle, so none can be restored first: {Text(Circles.Path(circle, before).Reverse(), nodes)}. They are kept in one set; break the circle before restoring."
        ));

    public static IEnumerable<Finding> Owners(Links links, ResourceNode[] nodes)
    {
        var owners = links
            .Edges.Where(link => links.Cause(link).Relation == Relation.OwnedBy)
            .Select(link => (link.From, link.To))
            .ToList();
        var (_, circles) = Layers.Of(nodes.Length, owners);
        return circles.Select(circle => new Finding(
            FindingIds.OwnerCycle,
            FindingSeverity.Warning,
            nodes[circle[0]].Id,
            "/metadata/ownerReferences",
            $"These objects own each other in a circle: {Text(Circles.Path(circle, owners), nodes)}. The garbage collector never removes them; a restore drops ownerReferences."
        ));
    }

    private static string Text(IEnumerable<int> path, ResourceNode[] nodes)
    {
        var ids = path.Select(n => nodes[n].Id.ToString()).ToList();
        if (ids.Count > Shown)
            ids = [.. ids.Take(Shown / 2), $"... {ids.Count - Shown} more ...", .. ids.TakeLast(Shown / 2)];
        return string.Join(" -> ", ids);
    }
}
