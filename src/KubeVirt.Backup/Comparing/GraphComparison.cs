using System.Diagnostics;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// What differs between two graphs, such as the last backup and the cluster now, or an archive and the target of a
/// restore. Only observed objects count, and objects with the same id are the same object.
/// </summary>
/// <remarks>
/// Immutable. All lists are ordered by id, and references as a graph orders them. Linear in objects and references,
/// plus the JSON of objects whose bytes differ.
/// </remarks>
/// <example>
/// <code language="csharp">
/// ResourceGraph before = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
/// GraphComparison comparison = GraphComparison.Between(before, graph);
///
/// Console.WriteLine(comparison);
/// foreach (ResourceDifference change in comparison.Changed)
///     Console.WriteLine(change);
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class GraphComparison
{
    private GraphComparison(ResourceGraph before, ResourceGraph after, IReadOnlyCollection<string> ignored)
    {
        Added = OnlyIn(after, before, NodeState.Observed);
        Removed = OnlyIn(before, after, NodeState.Observed);
        Changed = FindChanges(before, after, ignored);
        AddedReferences = OnlyIn(after.Edges, before.Edges);
        RemovedReferences = OnlyIn(before.Edges, after.Edges);
        NewlyMissing = OnlyIn(after, before, NodeState.Missing);
        NoLongerMissing = OnlyIn(before, after, NodeState.Missing);
    }

    /// <summary>Objects that only the later graph has.</summary>
    public IReadOnlyList<ResourceId> Added { get; }

    /// <summary>Objects that only the earlier graph has.</summary>
    public IReadOnlyList<ResourceId> Removed { get; }

    /// <summary>Objects that both have and that differ, in content or in UID.</summary>
    public IReadOnlyList<ResourceDifference> Changed { get; }

    /// <summary>
    /// References that only the later graph has. Two references are the same if objects, relation and JSON pointer are.
    /// </summary>
    public IReadOnlyList<ResourceEdge> AddedReferences { get; }

    /// <summary>References that only the earlier graph has.</summary>
    public IReadOnlyList<ResourceEdge> RemovedReferences { get; }

    /// <summary>
    /// Objects that are missing in the later graph alone. One that was found before is in <see cref="Removed"/> as
    /// well.
    /// </summary>
    public IReadOnlyList<ResourceId> NewlyMissing { get; }

    /// <summary>
    /// Objects that were missing in the earlier graph alone: they were found, or nothing names them any more.
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
    /// <param name="before">The earlier graph.</param>
    /// <param name="after">The later graph.</param>
    /// <param name="options">
    /// Which differences count. Default: all but the fields that API servers and controllers change all the time.
    /// </param>
    /// <exception cref="FormatException">An ignored path is not a JSON pointer.</exception>
    public static GraphComparison Between(ResourceGraph before, ResourceGraph after, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        var ignored = (options ?? new ComparisonOptions()).IgnoredPaths;
        foreach (var path in ignored)
            JsonPointer.Split(path);

        return new GraphComparison(before, after, ignored);
    }

    /// <summary>One line: how many objects, references and missing objects differ.</summary>
    public override string ToString()
    {
        var replaced = Changed.Count(change => change.IsReplaced);
        var objects = $"{Added.Count} added, {Removed.Count} removed, {Changed.Count} changed ({replaced} replaced)";
        var references = $"{AddedReferences.Count} added, {RemovedReferences.Count} removed";
        var missing = $"{NewlyMissing.Count} more, {NoLongerMissing.Count} less";

        return $"objects: {objects}; references: {references}; missing: {missing}";
    }

    private static List<ResourceDifference> FindChanges(
        ResourceGraph before,
        ResourceGraph after,
        IReadOnlyCollection<string> ignored
    )
    {
        var changes = new List<ResourceDifference>();
        foreach (var node in before.Nodes)
        {
            if (node.State != NodeState.Observed)
                continue;
            if (after.Find(node.Id) is not { State: NodeState.Observed, Resource: { } resource })
                continue;

            if (ResourceDiff.Of(node.Resource!, resource, ignored) is { } change)
                changes.Add(change);
        }

        return changes;
    }

    private static List<ResourceId> OnlyIn(ResourceGraph here, ResourceGraph there, NodeState state) =>
        here
            .Nodes.Where(node => node.State == state && there.Find(node.Id)?.State != state)
            .Select(node => node.Id)
            .ToList();

    private static List<ResourceEdge> OnlyIn(IEnumerable<ResourceEdge> here, IEnumerable<ResourceEdge> there)
    {
        var known = there.Select(IdentityOf).ToHashSet();

        return here.Where(edge => !known.Contains(IdentityOf(edge))).ToList();
    }

    private static ReferenceIdentity IdentityOf(ResourceEdge edge) =>
        new(edge.From, edge.To, edge.Relation, edge.Path, edge.Reference.Inside);

    /// <summary>What makes two references the same: their reasons and requirements may differ.</summary>
    private readonly record struct ReferenceIdentity(
        ResourceId From,
        ResourceId To,
        Relation Relation,
        string Path,
        string? Inside
    );
}
