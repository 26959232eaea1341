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
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(
            scope.ChainsOf(target.LabelKey),
            target.Value,
            out var isKnown
        );
        if (isKnown)
            CollectionsMarshal.AsSpan(_waiting)[chain.Last].Next = _waiting.Count;
        else
            chain.First = _waiting.Count;
        chain.Last = _waiting.Count;
        _waiting.Add(new Waiting(pending));
    }

    /// <summary>
    /// The places of the objects that are targets by label or owner, each with a reference that it is a target of.
    /// </summary>
    public IEnumerable<(int Place, PendingReference Reference)> Matches(
        IReadOnlyList<Resource> resources,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var (place, first) in Stretches
                .Map(resources.Count, (from, to) => Match(resources, from, to), cancellationToken)
                .SelectMany(stretch => stretch)
        )
        {
            CollectionsMarshal.AsSpan(_waiting)[first].IsMatched = true;
            for (var at = first; at >= 0; at = _waiting[at].Next)
                yield return (place, _waiting[at].Reference);
        }
    }

    /// <summary>The references by label or owner that no object of the answer was a target of.</summary>
    public IEnumerable<PendingReference> Unmatched() =>
        _scopes
            .Values.SelectMany(scope => scope.Chains)
            .Where(chain => !_waiting[chain.First].IsMatched)
            .SelectMany(chain => Chain(chain.First));

    public IReadOnlyList<ResourceQuery> ToQueries() =>
        [
            .. _scopes
                .OrderBy(pair => pair.Key.Kind)
                .ThenBy(pair => pair.Key.Namespace, StringComparer.Ordinal)
                .Select(pair => Query(pair.Key.Kind, pair.Key.Namespace, pair.Value)),
        ];

    private static ResourceQuery Query(GroupKind kind, string? ns, Scope scope) =>
        new(kind, ns)
        {
            Names = scope.Names,
            OwnerUids = scope.Owners.Keys,
            Labels = scope.Labels.ToDictionary(
                label => label.Key,
                IReadOnlyCollection<string> (label) => label.Value.Keys,
                StringComparer.Ordinal
            ),
        };

    private List<(int Place, int First)> Match(IReadOnlyList<Resource> resources, int from, int to)
    {
        var (found, chains, scanner) = (new List<(int, int)>(), new List<(int First, int Last)>(), new PathScanner());
        for (var place = from; place < to; place++)
        {
            if (
                !_scopes.TryGetValue((resources[place].Id.Kind, resources[place].Id.Namespace), out var scope)
                || !scope.Selects
            )
                continue;
            scope.Selectors.Find(resources[place], scanner, chains);
            foreach (var (first, _) in chains)
                found.Add((place, first));
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
        private readonly Lazy<Selectors<(int First, int Last)>> _selectors;

        public Scope(GroupKind kind, string? ns)
        {
            (Kind, Namespace) = (kind, ns);
            _selectors = new(() => new(Owners, Labels));
        }

        public GroupKind Kind { get; }

        public string? Namespace { get; }

        public List<string> Names { get; } = [];

        /// <summary>Where the references that wait for what an owner's UID owns begin and end.</summary>
        public Dictionary<string, (int First, int Last)> Owners { get; } = new(StringComparer.Ordinal);

        /// <summary>
        /// Where the references that wait for what has a label begin and end, by the label's key and value.
        /// </summary>
        public Dictionary<string, Dictionary<string, (int First, int Last)>> Labels { get; } =
            new(StringComparer.Ordinal);

        public IEnumerable<(int First, int Last)> Chains =>
            Labels.Values.Prepend(Owners).SelectMany(chains => chains.Values);

        public bool Selects => Owners.Count + Labels.Count > 0;

        /// <summary>Made when the wave is complete.</summary>
        public Selectors<(int First, int Last)> Selectors => _selectors.Value;

        public Dictionary<string, (int First, int Last)> ChainsOf(string? label)
        {
            if (label is null)
                return Owners;
            if (!Labels.TryGetValue(label, out var chains))
                Labels.Add(label, chains = new(StringComparer.Ordinal));
            return chains;
        }
    }

    /// <summary>A reference that waits, and the next that waits for the same.</summary>
    private struct Waiting(PendingReference reference)
    {
        public readonly PendingReference Reference = reference;
        public int Next = -1;
        public bool IsMatched;
    }
}
