using System.Diagnostics;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// What this library's graph and the one of KubeVirt's objectgraph subresource have that the other lacks. Ordered by
/// id. Immutable.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ObjectGraphComparison
{
    private ObjectGraphComparison(ResourceGraph graph, ObjectGraph objectGraph)
    {
        Root = objectGraph.Root;
        var theirs = objectGraph.Nodes.Select(node => node.Resource).ToHashSet();
        // What the root reaches; the graph may hold more than this one machine.
        var ours = graph.FindResource(Root) is null ? null : graph.Subgraph(Root);

        Both = theirs.Where(id => ours?.Find(id) is not null).Order().ToList();
        OnlyTheirs = theirs
            .Where(id => ours?.Find(id) is null)
            .Order()
            .Select(id => new ObjectGraphDifference(id, ReasonInOurs(graph, id)))
            .ToList();

        if (ours is null)
        {
            OnlyOurs = [];
            return;
        }

        OnlyOurs = ours
            .Nodes.Where(node => !theirs.Contains(node.Id))
            .Select(node => new ObjectGraphDifference(node.Id, ReasonInTheirs(ours, theirs, node.Id)))
            .ToList();
    }

    /// <summary>The machine or guest that KubeVirt was asked about.</summary>
    public ResourceId Root { get; }

    /// <summary>The objects that both have. One that was not found counts, since KubeVirt does not check.</summary>
    public IReadOnlyList<ResourceId> Both { get; }

    /// <summary>What the root reaches in this library's graph and KubeVirt's graph lacks.</summary>
    public IReadOnlyList<ObjectGraphDifference> OnlyOurs { get; }

    /// <summary>
    /// What KubeVirt's graph has and the root does not reach in this library's graph. An object without a reason should
    /// be looked at.
    /// </summary>
    public IReadOnlyList<ObjectGraphDifference> OnlyTheirs { get; }

    /// <summary>Compares a graph with what KubeVirt returns for one of its machines or guests.</summary>
    /// <param name="graph">This library's graph; it may hold more than that machine.</param>
    /// <param name="objectGraph">KubeVirt's graph, requested without a filter.</param>
    public static ObjectGraphComparison Between(ResourceGraph graph, ObjectGraph objectGraph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(objectGraph);

        return new ObjectGraphComparison(graph, objectGraph);
    }

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"{Root}: {Both.Count} objects in both, {OnlyOurs.Count} only in ours, {OnlyTheirs.Count} only in KubeVirt's";

    /// <summary>Why KubeVirt lacks an object, by the reference that comes closest to what KubeVirt has.</summary>
    private static string? ReasonInTheirs(ResourceGraph ours, HashSet<ResourceId> theirs, ResourceId id)
    {
        var references = ours.EdgesTo(id).Where(edge => edge.Relation != Relation.OwnedBy).ToList();
        if (references.Count == 0)
            return "It is only named as an owner, which KubeVirt's object graph does not follow.";

        var closest = references.MaxBy(edge => theirs.Contains(edge.From));
        return ObjectGraphGaps.Reason(theirs, ours.Roots[0], closest, ours.FindResource(id));
    }

    /// <summary>Why this library's graph lacks an object.</summary>
    private string? ReasonInOurs(ResourceGraph graph, ResourceId id)
    {
        if (graph.FindResource(Root) is null)
            return $"The graph does not hold {Root}.";

        return graph.Find(id) is null ? null : $"The graph has it, but nothing that {Root} reaches refers to it.";
    }
}
