using System.Text.Json;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>Stored instancetypes and preferences whose name the target gives to another revision already.</summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/revision/store.go: a revision is named after its machine, its object and that
/// object's UID and generation, and its data never changes. So one of the same name and content is the same, and one of
/// another content must stay as it is, since a machine of the target depends on it.
/// </remarks>
public static class RevisionConflicts
{
    private const int MaxName = 253;

    /// <summary>
    /// New names for the revisions of a backup that another one is in the way of, to be added to a map with
    /// <see cref="NameMap.With"/>.
    /// </summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="target">ControllerRevisions of the target; other objects are passed over.</param>
    /// <param name="names">What is renamed already. Default: nothing.</param>
    /// <returns>Names that follow from the data: the same restore, the same names.</returns>
    public static IReadOnlyDictionary<ResourceId, string> Rename(
        ResourceGraph graph,
        IEnumerable<Resource> target,
        NameMap? names = null
    )
    {
        ArgumentNullException.ThrowIfNull(graph);
        var present = Revisions(target);
        var map = names ?? NameMap.Empty;
        var renamed = new Dictionary<ResourceId, string>();

        foreach (var node in graph.Nodes)
        {
            if (node.State != NodeState.Observed || node.Id.Kind != Kinds.ControllerRevision)
                continue;

            var wanted = map.Map(node.Id);
            if (present.TryGetValue(wanted, out var other) && !IsSame(node.Resource!, other))
                renamed.Add(node.Id, NameWithHash(node.Resource!, wanted.Name));
        }

        return renamed;
    }

    /// <summary>The ControllerRevisions among some objects, by their ids; the first where two have one.</summary>
    internal static Dictionary<ResourceId, Resource> Revisions(IEnumerable<Resource> target)
    {
        ArgumentNullException.ThrowIfNull(target);

        return target
            .Where(resource => resource.Id.Kind == Kinds.ControllerRevision)
            .DistinctBy(resource => resource.Id)
            .ToDictionary(resource => resource.Id);
    }

    /// <summary>By what KubeVirt reads of a revision; where the object lived counts for nothing.</summary>
    internal static bool IsSame(Resource one, Resource other) =>
        Same(one, other, "/data/kind") && Same(one, other, "/data/spec");

    private static bool Same(Resource one, Resource other, string pointer) =>
        one.At(pointer) is { } value
        && other.At(pointer) is { } otherValue
        && JsonElement.DeepEquals(value, otherValue);

    private static string NameWithHash(Resource revision, string stem) =>
        DnsNames.WithHash(stem, revision.At("/data")?.GetRawText() ?? "", MaxName);
}
