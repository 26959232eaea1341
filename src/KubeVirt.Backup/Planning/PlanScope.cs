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

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>What would have been a root.</summary>
    public IReadOnlyDictionary<ResourceId, string> RejectedRoots => _rejectedRoots;

    public string? Rejects(Resource resource) => ByNamespace(resource) ?? selection.Rejects(resource);

    public bool AcceptsRoot(Resource resource)
    {
        if ((ByNamespace(resource) ?? selection.RejectsRoot(resource)) is not { } reason)
            return true;
        _rejectedRoots[resource.Id] = reason;
        return false;
    }

    private string? ByNamespace(Resource resource) =>
        resource.Id.Namespace is { } ns && _marked.TryGetValue(ns, out var mark)
            ? $"Its namespace carries the {mark}."
            : null;
}
