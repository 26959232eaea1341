using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Planning;

/// <summary>What one plan may hold: a selection, and the namespaces that are kept out as a whole.</summary>
internal sealed class PlanScope
{
    private readonly Selection _selection;
    private readonly Dictionary<string, ExclusionMark> _marked = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, string> _rejectedRoots = [];

    public PlanScope(Selection selection, IEnumerable<Resource> namespaces, IReadOnlyList<Finding> findings)
    {
        _selection = selection;
        Findings = findings;
        Learn(namespaces);
    }

    /// <summary>What was found wrong while the roots and the scope were read.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What would have been a root, with the reason why it is none.</summary>
    public IReadOnlyDictionary<ResourceId, string> RejectedRoots => _rejectedRoots;

    /// <summary>Takes in the namespaces among objects that have come up.</summary>
    /// <returns>Whether one of them is kept out, of which that was not known.</returns>
    public bool Learn(IEnumerable<Resource> resources)
    {
        if (!_selection.HonoursMarks)
            return false;

        var hasLearned = false;
        foreach (var resource in resources.Where(resource => resource.Id.Kind == Kinds.Namespace))
        {
            if (ExclusionMark.On(resource) is { } mark)
                hasLearned |= _marked.TryAdd(resource.Id.Name, mark);
        }

        return hasLearned;
    }

    /// <summary>Why the plan may not hold an object; <see langword="null"/> where it may.</summary>
    public string? Rejects(Resource resource) => ByNamespace(resource) ?? _selection.Rejects(resource);

    /// <summary>Whether the plan starts from an object. One from which it does not is noted, with the reason.</summary>
    public bool AcceptsRoot(Resource resource)
    {
        if ((ByNamespace(resource) ?? _selection.RejectsRoot(resource)) is not { } reason)
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
