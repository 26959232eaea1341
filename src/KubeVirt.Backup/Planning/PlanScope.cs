using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Planning;

/// <summary>What one plan may hold: a selection, and the namespaces that are kept out as a whole.</summary>
internal sealed class PlanScope(Selection selection, IEnumerable<Resource> namespaces, IReadOnlyList<Finding> findings)
{
    private readonly Dictionary<string, ExclusionMark> _marked = namespaces
        .Where(resource => resource.Id.Kind == Kinds.Namespace)
        .DistinctBy(resource => resource.Id.Name)
        .Select(resource => (resource.Id.Name, Mark: ExclusionMark.On(resource)))
        .Where(pair => pair.Mark is not null)
        .ToDictionary(pair => pair.Name, pair => pair.Mark!, StringComparer.Ordinal);

    private readonly Dictionary<ResourceId, string> _rejectedRoots = [];

    /// <summary>What was found wrong while the roots and the scope were read.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>What would have been a root, with the reason why it is none.</summary>
    public IReadOnlyDictionary<ResourceId, string> RejectedRoots => _rejectedRoots;

    /// <summary>Why the plan may not hold an object; <see langword="null"/> where it may.</summary>
    public string? Rejects(Resource resource) => ByNamespace(resource) ?? selection.Rejects(resource);

    /// <summary>Whether the plan starts from an object. One from which it does not is noted, with the reason.</summary>
    public bool AcceptsRoot(Resource resource)
    {
        if ((ByNamespace(resource) ?? selection.RejectsRoot(resource)) is not { } reason)
            return true;
        _rejectedRoots[resource.Id] = reason;
        return false;
    }

    /// <summary>Why the namespace of an object is kept out; <see langword="null"/> where it is not.</summary>
    private string? ByNamespace(Resource resource) =>
        resource.Id.Namespace is { } ns && _marked.TryGetValue(ns, out var mark)
            ? $"Its namespace carries the {mark}."
            : null;
}
