using System.Diagnostics;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// What differs between two graphs: the last backup and the cluster now, an archive and the target of a restore. Only
/// observed objects count; ids decide what is the same object. Ordered by id, and references as a graph orders them.
/// Immutable.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class GraphComparison
{
    private GraphComparison(ResourceGraph before, ResourceGraph after, IReadOnlyCollection<string> ignored)
    {
        Added = Only(after, before, NodeState.Observed);
        Removed = Only(before, after, NodeState.Observed);
        Changed =
        [
            .. from node in before.Nodes
            where node.State == NodeState.Observed && after.Find(node.Id) is { State: NodeState.Observed }
            let difference = ResourceDiff.Of(node.Resource!, after.FindResource(node.Id)!, ignored)
            where difference is not null
            select difference,
        ];
        AddedReferences = Only(after.Edges, before.Edges);
        RemovedReferences = Only(before.Edges, after.Edges);
        NewlyMissing = Only(after, before, NodeState.Missing);
        NoLongerMissing = Only(before, after, NodeState.Missing);
    }

    /// <summary>Objects that only the later graph has.</summary>
    public IReadOnlyList<ResourceId> Added { get; }

    /// <summary>Objects that only the earlier graph has.</summary>
    public IReadOnlyList<ResourceId> Removed { get; }

    /// <summary>Objects that both have and that differ, in content or in UID.</summary>
    public IReadOnlyList<ResourceDifference> Changed { get; }

    /// <summary>
    /// References that only the later graph has: the same two objects, relation and JSON pointer are the same
    /// reference.
    /// </summary>
    public IReadOnlyList<ResourceEdge> AddedReferences { get; }

    /// <summary>References that only the earlier graph has.</summary>
    public IReadOnlyList<ResourceEdge> RemovedReferences { get; }

    /// <summary>
    /// What is named and not found in the later graph alone. What was there before is in <see cref="Removed"/> too.
    /// </summary>
    public IReadOnlyList<ResourceId> NewlyMissing { get; }

    /// <summary>
    /// What was named and not found in the earlier graph alone: it was found, or nothing names it any more.
    /// </summary>
    public IReadOnlyList<ResourceId> NoLongerMissing { get; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty =>
        Added.Count
            + Removed.Count
            + Changed.Count
            + AddedReferences.Count
            + RemovedReferences.Count
            + NewlyMissing.Count
            + NoLongerMissing.Count
        == 0;

    /// <summary>Compares two graphs.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="options">What does not count. Default: what API servers and controllers move all the time.</param>
    /// <exception cref="FormatException">An ignored path is no JSON pointer.</exception>
    public static GraphComparison Between(ResourceGraph before, ResourceGraph after, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var ignored = (options ?? new ComparisonOptions()).IgnoredPaths;
        foreach (var path in ignored)
            JsonPointer.Split(path);
        return new GraphComparison(before, after, ignored);
    }

    /// <summary>One line with the counts.</summary>
    public override string ToString() =>
        $"objects: {Added.Count} added, {Removed.Count} removed, {Changed.Count} changed ({Changed.Count(change => change.IsReplaced)} replaced); "
        + $"references: {AddedReferences.Count} added, {RemovedReferences.Count} removed; missing: {NewlyMissing.Count} more, {NoLongerMissing.Count} less";

    private static List<ResourceId> Only(ResourceGraph here, ResourceGraph there, NodeState state) =>
        [
            .. here
                .Nodes.Where(node => node.State == state && there.Find(node.Id)?.State != state)
                .Select(node => node.Id),
        ];

    private static List<ResourceEdge> Only(IEnumerable<ResourceEdge> here, IEnumerable<ResourceEdge> there)
    {
        var known = there.Select(Key).ToHashSet();
        return [.. here.Where(edge => !known.Contains(Key(edge)))];
    }

    private static (ResourceId From, ResourceId To, Relation Relation, string Path, string? Inside) Key(
        ResourceEdge edge
    ) => (edge.From, edge.To, edge.Relation, edge.Path, edge.Reference.Inside);
}
