using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Lists the objects that were found and are not part of a plan, each with the reason.</summary>
internal static class Exclusions
{
    /// <summary>The excluded objects, ordered by id.</summary>
    /// <param name="graph">What the roots reach.</param>
    /// <param name="inventory">All objects of the source, where it knows them.</param>
    /// <param name="rejected">What would have been a root, with the reason why it is none.</param>
    public static IEnumerable<Exclusion> Of(
        ResourceGraph graph,
        IReadOnlyCollection<ResourceId> inventory,
        IReadOnlyDictionary<ResourceId, string> rejected
    )
    {
        var outside = graph
            .Nodes.Where(node => node.State == NodeState.Outside)
            .Select(node => new Exclusion(node.Id, node.LeftOut ?? Reason(graph, node.Id)));
        var unreached = inventory
            .Concat(rejected.Keys)
            .Where(id => graph.Find(id) is null)
            .Distinct()
            .Select(id => new Exclusion(id, rejected.GetValueOrDefault(id, "Nothing that is backed up refers to it.")));

        return outside.Concat(unreached).OrderBy(exclusion => exclusion.Resource);
    }

    /// <summary>Why discovery stopped at an object.</summary>
    private static string Reason(ResourceGraph graph, ResourceId id)
    {
        if (graph.EdgesTo(id).All(edge => edge.Relation == Relation.OwnedBy))
            return "It is only named as an owner, by objects that are backed up without it.";

        return "It is only an image that volumes were or are populated from, not a guest's own data.";
    }
}
