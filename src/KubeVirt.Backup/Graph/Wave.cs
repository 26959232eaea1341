using System.Runtime.InteropServices;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>What one wave asks of a source, and which reference each object of the answer belongs to.</summary>
internal sealed class Wave
{
    private readonly Dictionary<(GroupKind Kind, string? Namespace), Scope> _scopes = [];
    private readonly List<Waiting> _waiting = [];
    private Scope? _last;

    /// <summary>Asks for an object by name, once.</summary>
    public void Ask(in ResourceId id) => At(id.Kind, id.Namespace).Names.Add(id.Name);

    /// <summary>Asks for all objects that a reference points at by label or owner.</summary>
    public void Ask(PendingReference pending, in ReferenceTarget target)
    {
        var scope = At(target.Kind, target.Namespace);
        if (target.LabelKey is not null)
            scope.LabelKeys.Add(target.LabelKey);
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(scope.Chains, (target.LabelKey, target.Value), out var isKnown);
        if (isKnown)
            CollectionsMarshal.AsSpan(_waiting)[chain.Last].Next = _waiting.Count;
        else
            chain.First = _waiting.Count;
        chain.Last = _waiting.Count;
        _waiting.Add(new Waiting(pending));
    }

    /// <summary>The places of the objects that are targets by label or owner, each with a reference that it is a target of.</summary>
    public IEnumerable<(int Place, PendingReference Reference)> Matches(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        foreach (var (place, first) in Stretches.Map(resources.Count, (from, to) => Match(resources, from, to), cancellationToken).SelectMany(stretch => stretch))
        {
            CollectionsMarshal.AsSpan(_waiting)[first].IsMatched = true;
            for (var at = first; at >= 0; at = _waiting[at].Next)
                yield return (place, _waiting[at].Reference);
        }
    }

    /// <summary>The references by label or owner that no object of the answer was a target of.</summary>
    public IEnumerable<PendingReference> Unmatched() =>
        _scopes.Values.SelectMany(scope => scope.Chains.Values).Where(chain => !_waiting[chain.First].IsMatched).SelectMany(chain => Chain(chain.First));

    public IReadOnlyList<ResourceQuery> ToQueries() =>
        [.. _scopes.OrderBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Namespace, StringComparer.Ordinal).Select(pair => Query(pair.Key.Kind, pair.Key.Namespace, pair.Value))];

    private static ResourceQuery Query(GroupKind kind, string? ns, Scope scope) => new(kind, ns)
    {
        Names = scope.Names,
        OwnerUids = [.. scope.Chains.Keys.Where(key => key.LabelKey is null).Select(key => key.Value)],
        Labels = scope.LabelKeys.ToDictionary(
            key => key,
            key => (IReadOnlyCollection<string>)[.. scope.Chains.Keys.Where(chain => chain.LabelKey == key).Select(chain => chain.Value)]),
    };

    private List<(int Place, int First)> Match(IReadOnlyList<Resource> resources, int from, int to)
    {
        var (found, keys, scanner) = (new List<(int, int)>(), new List<(string? Label, string Value)>(), new PathScanner());
        for (var place = from; place < to; place++)
        {
            if (!_scopes.TryGetValue((resources[place].Id.Kind, resources[place].Id.Namespace), out var scope) || scope.Chains.Count == 0)
                continue;
            scope.Selectors.Read(resources[place], scanner, keys);
            foreach (var key in keys)
            {
                if (scope.Chains.TryGetValue(key, out var chain))
                    found.Add((place, chain.First));
            }
        }

        return found;
    }

    private IEnumerable<PendingReference> Chain(int first)
    {
        for (var at = first; at >= 0; at = _waiting[at].Next)
            yield return _waiting[at].Reference;
    }

    private Scope At(GroupKind kind, string? ns)
    {
        // References to objects of one kind and namespace mostly come one after the other.
        if (_last is { } last && last.Kind == kind && last.Namespace == ns)
            return last;
        if (!_scopes.TryGetValue((kind, ns), out var scope))
            _scopes.Add((kind, ns), scope = new Scope(kind, ns));
        return _last = scope;
    }

    private sealed class Scope
    {
        private readonly Lazy<Selectors> _selectors;

        public Scope(GroupKind kind, string? ns)
        {
            (Kind, Namespace) = (kind, ns);
            _selectors = new(() => new Selectors(LabelKeys));
        }

        public GroupKind Kind { get; }

        public string? Namespace { get; }

        public List<string> Names { get; } = [];

        public HashSet<string> LabelKeys { get; } = new(StringComparer.Ordinal);

        /// <summary>Where the references that wait for a label or an owner begin and end.</summary>
        public Dictionary<(string? LabelKey, string Value), (int First, int Last)> Chains { get; } = [];

        /// <summary>Made when the wave is complete.</summary>
        public Selectors Selectors => _selectors.Value;
    }

    /// <summary>A reference that waits, and the next that waits for the same.</summary>
    private struct Waiting(PendingReference reference)
    {
        public readonly PendingReference Reference = reference;
        public int Next = -1;
        public bool IsMatched;
    }
}
