using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Says why an object that was found is not part of a plan.</summary>
internal static class Exclusions
{
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
            .Distinct()
            .Where(id => graph.Find(id) is null)
            .Select(id => new Exclusion(id, rejected.GetValueOrDefault(id, "Nothing that is backed up refers to it.")));
        return outside.Concat(unreached).OrderBy(exclusion => exclusion.Resource);
    }

    private static string Reason(ResourceGraph graph, ResourceId id) =>
        graph.EdgesTo(id).All(edge => edge.Relation == Relation.OwnedBy)
            ? "It is only named as an owner, by objects that are backed up without it."
            : "It is only an image that volumes were or are populated from, not a guest's own data.";
}
