namespace KubeVirt.Backup.Graph;

/// <summary>Objects in memory, however they got there: a file that was read, a list in a test, a cache.</summary>
public sealed class MemoryResourceSource : IResourceInventory
{
    private readonly Dictionary<ResourceId, Resource> _byId = [];
    private readonly Dictionary<(GroupKind Kind, string? Namespace), List<Resource>> _byScope = [];
    private readonly Dictionary<GroupKind, List<Resource>> _byKind = [];

    /// <summary>Holds these objects. Of two with the same id the first is kept.</summary>
    public MemoryResourceSource(IEnumerable<Resource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        foreach (var resource in resources)
        {
            if (!_byId.TryAdd(resource.Id, resource))
                continue;
            AddTo(_byScope, (resource.Id.Kind, resource.Id.Namespace), resource);
            AddTo(_byKind, resource.Id.Kind, resource);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ResourceId> Ids => _byId.Keys;

    /// <inheritdoc/>
    public ValueTask<ResourceAnswer> FetchAsync(IReadOnlyList<ResourceQuery> wave, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wave);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new ResourceAnswer([.. wave.SelectMany(Answer)]));
    }

    private IEnumerable<Resource> Answer(ResourceQuery query)
    {
        if (query.All)
            return (query.Namespace is null ? _byKind.GetValueOrDefault(query.Kind) : _byScope.GetValueOrDefault((query.Kind, query.Namespace))) ?? [];
        var named = query.Names
            .Where(ResourceId.IsName)
            .Select(name => _byId.GetValueOrDefault(new ResourceId(query.Kind, query.Namespace, name)))
            .OfType<Resource>();
        return query.Labels.Count + query.OwnerUids.Count == 0 ? named : named.Union(Selected(query));
    }

    private IEnumerable<Resource> Selected(ResourceQuery query)
    {
        var owners = query.OwnerUids.ToHashSet(StringComparer.Ordinal);
        var labels = query.Labels.ToDictionary(label => label.Key, label => label.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var resource in _byScope.GetValueOrDefault((query.Kind, query.Namespace)) ?? [])
        {
            if ((owners.Count > 0 && ResourceMetadata.OwnerUids(resource).Any(owners.Contains))
                || labels.Any(label => ResourceMetadata.Label(resource, label.Key) is { } value && label.Value.Contains(value)))
                yield return resource;
        }
    }

    private static void AddTo<TKey>(Dictionary<TKey, List<Resource>> index, TKey key, Resource resource) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list))
            index[key] = list = [];
        list.Add(resource);
    }
}
