using System.Runtime.InteropServices;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>Objects in memory, however they got there: a file that was read, a list in a test, a cache.</summary>
public sealed class MemoryResourceSource : IResourceInventory
{
    private readonly IdTable _ids;
    private readonly List<Resource> _resources;
    private readonly Dictionary<(GroupKind Kind, string? Namespace), List<Resource>> _byScope = [];

    /// <summary>Holds these objects. Of two with the same id the first is kept.</summary>
    public MemoryResourceSource(IEnumerable<Resource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        _ = resources.TryGetNonEnumeratedCount(out var count);
        // What the objects name and is none of them comes on top, where somebody goes on numbering.
        _ids = new IdTable(count + (count / 2));
        _resources = new List<Resource>(count);
        List<Resource>? scope = null;
        foreach (var resource in resources)
        {
            if (_ids.Add(resource.Id) < _resources.Count)
                continue;
            // Objects of one kind and namespace mostly come one after the other.
            if (scope is null || scope[0].Id.Kind != resource.Id.Kind || scope[0].Id.Namespace != resource.Id.Namespace)
                scope = Scope(resource.Id);
            _resources.Add(resource);
            scope.Add(resource);
        }

        Ids = _ids.All;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ResourceId> Ids { get; }

    internal IReadOnlyList<Resource> Resources => _resources;

    /// <summary>
    /// Numbers the objects in their order. Who has this source to itself may go on numbering: what comes behind is no
    /// object of it.
    /// </summary>
    internal IdTable Numbers => _ids;

    /// <inheritdoc/>
    public ValueTask<ResourceAnswer> FetchAsync(
        IReadOnlyList<ResourceQuery> wave,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(wave);
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<Resource>(wave.Sum(query => query.Names.Count));
        foreach (var query in wave)
            Answer(query, found, cancellationToken);
        return ValueTask.FromResult(new ResourceAnswer(found));
    }

    private void Answer(ResourceQuery query, List<Resource> found, CancellationToken cancellationToken)
    {
        if (query.All)
        {
            foreach (var (scope, resources) in _byScope)
            {
                if (scope.Kind == query.Kind && (query.Namespace is null || scope.Namespace == query.Namespace))
                    found.AddRange(resources);
            }

            return;
        }

        var start = found.Count;
        foreach (var name in query.Names)
        {
            if (
                ResourceId.IsName(name)
                && _ids.Find(new ResourceId(query.Kind, query.Namespace, name)) is >= 0 and var n
                && n < _resources.Count
            )
                found.Add(_resources[n]);
        }

        if (
            query.Labels.Count + query.OwnerUids.Count > 0
            && _byScope.TryGetValue((query.Kind, query.Namespace), out var candidates)
        )
            Select(query, candidates, [.. found.Skip(start)], found, cancellationToken);
    }

    private static void Select(
        ResourceQuery query,
        List<Resource> candidates,
        HashSet<Resource> known,
        List<Resource> found,
        CancellationToken cancellationToken
    )
    {
        var selectors = new Selectors<bool>(
            Wanted(query.OwnerUids),
            query.Labels.ToDictionary(label => label.Key, label => Wanted(label.Value), StringComparer.Ordinal)
        );
        found.AddRange(
            Stretches.Map(candidates.Count, Chosen, cancellationToken).SelectMany(chosen => chosen).Where(known.Add)
        );

        List<Resource> Chosen(int from, int to)
        {
            var (chosen, scanner, reasons) = (new List<Resource>(), new PathScanner(), new List<bool>());
            foreach (var resource in CollectionsMarshal.AsSpan(candidates)[from..to])
            {
                selectors.Find(resource, scanner, reasons);
                if (reasons.Count > 0)
                    chosen.Add(resource);
            }

            return chosen;
        }
    }

    private List<Resource> Scope(ResourceId id)
    {
        if (!_byScope.TryGetValue((id.Kind, id.Namespace), out var scope))
            _byScope.Add((id.Kind, id.Namespace), scope = []);
        return scope;
    }

    private static Dictionary<string, bool> Wanted(IReadOnlyCollection<string> values)
    {
        var wanted = new Dictionary<string, bool>(values.Count, StringComparer.Ordinal);
        foreach (var value in values)
            wanted[value] = true;
        return wanted;
    }
}
