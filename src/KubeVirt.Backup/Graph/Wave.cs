using System.Runtime.InteropServices;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>What one wave asks of a source, and which reference each object of the answer is a target of.</summary>
/// <remarks>Filled by one thread. Once it is complete, matching reads it from several.</remarks>
internal sealed class Wave
{
    private readonly Dictionary<(GroupKind Kind, string? Namespace), WaveScope> _scopes = [];
    private readonly List<WaitingReference> _waiting = [];
    private WaveScope? _lastScope;

    /// <summary>Asks for an object by name. The caller asks for each id once.</summary>
    public void Ask(in ResourceId id) => ScopeOf(id.Kind, id.Namespace).Names.Add(id.Name);

    /// <summary>The names that were asked for of a kind and namespace.</summary>
    public IReadOnlyList<string> NamesIn(GroupKind kind, string? namespaceName) =>
        _scopes.TryGetValue((kind, namespaceName), out var scope) ? scope.Names : [];

    /// <summary>Asks for all objects that a reference finds by label or owner.</summary>
    public void Ask(PendingReference pending, in ReferenceTarget target)
    {
        var chains = ScopeOf(target.Kind, target.Namespace).ChainsOf(target.LabelKey);
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, target.Value, out var isKnown);

        var index = _waiting.Count;
        if (isKnown)
            CollectionsMarshal.AsSpan(_waiting)[chain.Last].Next = index;
        else
            chain.First = index;
        chain.Last = index;

        _waiting.Add(new WaitingReference(pending));
    }

    /// <summary>
    /// The positions of the objects that are targets by label or owner, each with one reference that it is a target of.
    /// An object that several references wait for comes once for each.
    /// </summary>
    public IEnumerable<(int Position, PendingReference Reference)> Matches(
        IReadOnlyList<Resource> resources,
        CancellationToken cancellationToken
    )
    {
        var chunks = ParallelChunks.Map(
            resources.Count,
            (from, to) => MatchChunk(resources, from, to),
            cancellationToken
        );

        foreach (var (position, first) in chunks.SelectMany(chunk => chunk))
        {
            CollectionsMarshal.AsSpan(_waiting)[first].IsMatched = true;
            foreach (var reference in ReferencesFrom(first))
                yield return (position, reference);
        }
    }

    /// <summary>
    /// The references by label or owner that no object of the answer is a target of. Complete only after
    /// <see cref="Matches"/> was read to its end.
    /// </summary>
    public IEnumerable<PendingReference> Unmatched() =>
        _scopes
            .Values.SelectMany(scope => scope.Chains)
            .Where(chain => !_waiting[chain.First].IsMatched)
            .SelectMany(chain => ReferencesFrom(chain.First));

    /// <summary>One query for each kind and namespace, ordered by both.</summary>
    public IReadOnlyList<ResourceQuery> ToQueries() =>
        _scopes
            .Values.OrderBy(scope => scope.Kind)
            .ThenBy(scope => scope.Namespace, StringComparer.Ordinal)
            .Select(scope => scope.ToQuery())
            .ToList();

    /// <summary>The chains that objects of a chunk belong to. Runs on several threads and changes nothing.</summary>
    private List<(int Position, int First)> MatchChunk(IReadOnlyList<Resource> resources, int from, int to)
    {
        var found = new List<(int, int)>();
        var chains = new List<WaitingChain>();
        var scanner = new PathScanner();

        for (var position = from; position < to; position++)
        {
            var id = resources[position].Id;
            if (!_scopes.TryGetValue((id.Kind, id.Namespace), out var scope) || !scope.HasSelectors)
                continue;

            scope.Selectors.Find(resources[position], scanner, chains);
            foreach (var chain in chains)
                found.Add((position, chain.First));
        }

        return found;
    }

    private IEnumerable<PendingReference> ReferencesFrom(int first)
    {
        for (var index = first; index >= 0; index = _waiting[index].Next)
            yield return _waiting[index].Reference;
    }

    /// <summary>The scope of a kind and namespace, created where it is new.</summary>
    private WaveScope ScopeOf(GroupKind kind, string? namespaceName)
    {
        // References to objects of one kind and namespace mostly follow each other.
        if (_lastScope is { } last && last.Kind == kind && last.Namespace == namespaceName)
            return last;

        if (!_scopes.TryGetValue((kind, namespaceName), out var scope))
        {
            scope = new WaveScope(kind, namespaceName);
            _scopes.Add((kind, namespaceName), scope);
        }

        _lastScope = scope;
        return scope;
    }

    /// <summary>A reference that waits for its targets, and the index of the next that waits for the same.</summary>
    private struct WaitingReference(PendingReference reference)
    {
        public readonly PendingReference Reference = reference;

        /// <summary>-1 for the last of its chain.</summary>
        public int Next = -1;

        /// <summary>Kept at the first of a chain, for the whole chain.</summary>
        public bool IsMatched;
    }
}
