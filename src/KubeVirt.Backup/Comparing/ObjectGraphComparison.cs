using System.Diagnostics;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// What a graph and the answer of KubeVirt's objectgraph subresource have that the other lacks. Ordered by id.
/// Immutable.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ObjectGraphComparison
{
    private ObjectGraphComparison(ResourceGraph graph, ObjectGraph objectGraph)
    {
        Root = objectGraph.Root;
        var theirs = objectGraph.Nodes.Select(node => node.Resource).ToHashSet();
        var part = graph.FindResource(Root) is null ? null : graph.Subgraph(Root);
        Both = [.. theirs.Where(id => part?.Find(id) is not null).Order()];
        OnlyOurs = part is null
            ? []
            :
            [
                .. part
                    .Nodes.Where(node => !theirs.Contains(node.Id))
                    .Select(node => new ObjectGraphDifference(node.Id, Reason(part, theirs, node.Id))),
            ];
        OnlyTheirs =
        [
            .. theirs
                .Where(id => part?.Find(id) is null)
                .Order()
                .Select(id => new ObjectGraphDifference(id, Reason(graph, id))),
        ];
    }

    /// <summary>The machine or guest that KubeVirt was asked about.</summary>
    public ResourceId Root { get; }

    /// <summary>The objects that both have. One that was not found counts: KubeVirt does not look.</summary>
    public IReadOnlyList<ResourceId> Both { get; }

    /// <summary>What the root reaches in our graph and KubeVirt's lacks.</summary>
    public IReadOnlyList<ObjectGraphDifference> OnlyOurs { get; }

    /// <summary>
    /// What KubeVirt's graph has and the root does not reach in ours. Anything without a reason is worth a look.
    /// </summary>
    public IReadOnlyList<ObjectGraphDifference> OnlyTheirs { get; }

    /// <summary>Compares a graph with what KubeVirt answers for one of its machines or guests.</summary>
    /// <param name="graph">Ours; it may hold more than that machine.</param>
    /// <param name="objectGraph">KubeVirt's answer, asked for without a filter.</param>
    public static ObjectGraphComparison Between(ResourceGraph graph, ObjectGraph objectGraph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(objectGraph);
        return new ObjectGraphComparison(graph, objectGraph);
    }

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"{Root}: {Both.Count} objects in both, {OnlyOurs.Count} only in ours, {OnlyTheirs.Count} only in KubeVirt's";

    /// <summary>Why KubeVirt lacks it, by the reference that comes closest to what KubeVirt has.</summary>
    private static string? Reason(ResourceGraph part, HashSet<ResourceId> theirs, ResourceId id)
    {
        var edges = part.EdgesTo(id).ToList();
        if (edges.TrueForAll(edge => edge.Relation == Relation.OwnedBy))
            return "It is only named as an owner, which KubeVirt's object graph does not follow.";
        return ObjectGraphGaps.Reason(
            theirs,
            part.Roots[0],
            edges.Where(edge => edge.Relation != Relation.OwnedBy).MaxBy(edge => theirs.Contains(edge.From)),
            part.FindResource(id)
        );
    }

    /// <summary>Why ours lacks it.</summary>
    private string? Reason(ResourceGraph graph, ResourceId id)
    {
        if (graph.FindResource(Root) is null)
            return $"The graph does not hold {Root}.";
        return graph.Find(id) is null ? null : $"The graph has it, but nothing that {Root} reaches refers to it.";
    }
}
