namespace KubeVirt.Backup.Graph;

/// <summary>What one wave asks of a source, and which reference each object of the answer belongs to.</summary>
internal sealed class Wave
{
    private readonly Dictionary<(GroupKind Kind, string? Namespace), Scope> _scopes = [];

    public void Ask(ResourceId id) => At(id.Kind, id.Namespace).Names.Add(id.Name);

    public void Ask(PendingReference pending)
    {
        var target = pending.Reference.Target;
        var scope = At(target.Kind, target.Namespace);
        var key = (target.LabelKey, target.Value);
        if (!scope.Pending.TryGetValue(key, out var references))
            scope.Pending[key] = references = [];
        references.Add(pending);
        if (target.LabelKey is not null)
            scope.LabelKeys.Add(target.LabelKey);
    }

    public bool Names(ResourceId id) => _scopes.TryGetValue((id.Kind, id.Namespace), out var scope) && scope.Names.Contains(id.Name);

    /// <summary>The references by label or owner that an object is a target of.</summary>
    public IReadOnlyList<PendingReference> Matches(Resource resource)
    {
        if (!_scopes.TryGetValue((resource.Id.Kind, resource.Id.Namespace), out var scope) || scope.Pending.Count == 0)
            return [];
        var keys = ResourceMetadata.OwnerUids(resource).Select(uid => ((string?)null, uid))
            .Concat(scope.LabelKeys.Select(key => ((string?)key, ResourceMetadata.Label(resource, key) ?? "")));
        var found = new List<PendingReference>();
        foreach (var key in keys)
        {
            if (!scope.Pending.TryGetValue(key, out var references))
                continue;
            scope.Matched.Add(key);
            found.AddRange(references);
        }

        return found;
    }

    /// <summary>The references by label or owner that no object of the answer was a target of.</summary>
    public IEnumerable<PendingReference> Unmatched() =>
        _scopes.Values.SelectMany(scope => scope.Pending.Where(pair => !scope.Matched.Contains(pair.Key)).SelectMany(pair => pair.Value));

    public IReadOnlyList<ResourceQuery> ToQueries() =>
        [.. _scopes.OrderBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Namespace, StringComparer.Ordinal).Select(pair => Query(pair.Key.Kind, pair.Key.Namespace, pair.Value))];

    private static ResourceQuery Query(GroupKind kind, string? ns, Scope scope) => new(kind, ns)
    {
        Names = scope.Names,
        OwnerUids = [.. scope.Pending.Keys.Where(key => key.LabelKey is null).Select(key => key.Value)],
        Labels = scope.LabelKeys.ToDictionary(
            key => key,
            key => (IReadOnlyCollection<string>)[.. scope.Pending.Keys.Where(pending => pending.LabelKey == key).Select(pending => pending.Value)]),
    };

    private Scope At(GroupKind kind, string? ns)
    {
        if (!_scopes.TryGetValue((kind, ns), out var scope))
            _scopes[(kind, ns)] = scope = new Scope();
        return scope;
    }

    private sealed class Scope
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public HashSet<string> LabelKeys { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string? LabelKey, string Value), List<PendingReference>> Pending { get; } = [];

        public HashSet<(string? LabelKey, string Value)> Matched { get; } = [];
    }
}
