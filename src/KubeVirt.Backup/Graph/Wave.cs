using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>What one wave asks of a source, and which reference each object of the answer belongs to.</summary>
internal sealed class Wave
{
    private readonly Dictionary<(GroupKind Kind, string? Namespace), Scope> _scopes = [];
    private readonly List<(string? Label, string Value)> _keys = [];
    private readonly List<PendingReference> _matches = [];
    private readonly PathScanner _scanner = new();
    private Scope? _last;

    /// <summary>Asks for an object by name, once.</summary>
    public void Ask(in ResourceId id) => At(id.Kind, id.Namespace).Names.Add(id.Name);

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

    /// <summary>The references by label or owner that an object is a target of. Good until the next call.</summary>
    public IReadOnlyList<PendingReference> Matches(Resource resource)
    {
        _matches.Clear();
        var scope = Find(resource.Id.Kind, resource.Id.Namespace);
        if (scope is null || scope.Pending.Count == 0)
            return _matches;
        scope.Selectors.Read(resource, _scanner, _keys);
        foreach (var key in _keys)
        {
            if (!scope.Pending.TryGetValue(key, out var references))
                continue;
            scope.Matched.Add(key);
            _matches.AddRange(references);
        }

        return _matches;
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

    private Scope At(GroupKind kind, string? ns) => Find(kind, ns) ?? (_scopes[(kind, ns)] = _last = new Scope(kind, ns));

    /// <summary>Objects of one kind and namespace mostly come one after the other.</summary>
    private Scope? Find(GroupKind kind, string? ns)
    {
        if (_last is { } last && last.Kind == kind && last.Namespace == ns)
            return last;
        return _scopes.TryGetValue((kind, ns), out var scope) ? _last = scope : null;
    }

    private sealed class Scope(GroupKind kind, string? ns)
    {
        public GroupKind Kind => kind;

        public string? Namespace => ns;

        public List<string> Names { get; } = [];

        public HashSet<string> LabelKeys { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string? LabelKey, string Value), List<PendingReference>> Pending { get; } = [];

        public HashSet<(string? LabelKey, string Value)> Matched { get; } = [];

        /// <summary>Made when the wave is complete.</summary>
        public Selectors Selectors => field ??= new Selectors(LabelKeys);
    }
}
