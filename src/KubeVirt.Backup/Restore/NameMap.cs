using System.Collections.Frozen;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What objects are called after a restore: one simultaneous substitution over the names in the backup, so that <c>a=b,
/// b=a</c> swaps. Immutable.
/// </summary>
public sealed class NameMap
{
    private readonly FrozenDictionary<string, string> _namespaces;
    private readonly IReadOnlyDictionary<ResourceId, string> _given;
    private readonly FrozenDictionary<ResourceId, string> _names;
    private readonly FrozenDictionary<ResourceId, ResourceId> _substitutes;

    /// <summary>Makes a map.</summary>
    /// <param name="namespaces">Namespaces, old to new. Default: none.</param>
    /// <param name="names">
    /// Objects with their new names; where they live follows from <paramref name="namespaces"/>. A DataVolume and its
    /// claim are named alike, so one stands for both. Default: none.
    /// </param>
    /// <param name="substitutes">
    /// Objects that others stand in for, which the target has already: networks, storage classes. Their new ids are
    /// taken as they are. Default: none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// New names are none that Kubernetes accepts; the message lists all of them.
    /// </exception>
    public NameMap(
        IReadOnlyDictionary<string, string>? namespaces = null,
        IReadOnlyDictionary<ResourceId, string>? names = null,
        IReadOnlyDictionary<ResourceId, ResourceId>? substitutes = null
    )
    {
        _namespaces = (namespaces ?? new Dictionary<string, string>()).ToFrozenDictionary(StringComparer.Ordinal);
        _given = (names ?? new Dictionary<ResourceId, string>()).ToFrozenDictionary();
        _names = WithTwins(_given).ToFrozenDictionary();
        _substitutes = (substitutes ?? new Dictionary<ResourceId, ResourceId>()).ToFrozenDictionary();
        var refused = Refused().ToList();
        if (refused.Count > 0)
            throw new ArgumentException(
                $"Not valid in Kubernetes: {string.Join(", ", refused)}. Use lower-case letters, digits and hyphens."
            );
    }

    /// <summary>The map that changes nothing.</summary>
    public static NameMap Empty { get; } = new();

    /// <summary>Whether everything keeps its name.</summary>
    internal bool IsEmpty => _namespaces.Count + _names.Count + _substitutes.Count == 0;

    /// <summary>What an object of the backup is called after the restore.</summary>
    public ResourceId Map(ResourceId id)
    {
        if (_substitutes.TryGetValue(id, out var substitute))
            return substitute;
        if (id.Kind == Kinds.Namespace)
            return new ResourceId(id.Kind, null, MapNamespace(id.Name));
        var name = _names.GetValueOrDefault(id, id.Name);
        var ns = id.Namespace is null ? null : MapNamespace(id.Namespace);
        return name == id.Name && ns == id.Namespace ? id : new ResourceId(id.Kind, ns, name);
    }

    /// <summary>Everything the map speaks of, by its name in the backup.</summary>
    internal IEnumerable<ResourceId> Sources =>
        _namespaces
            .Keys.Select(ns => new ResourceId(Kinds.Namespace, null, ns))
            .Concat(_given.Keys)
            .Concat(_substitutes.Keys)
            .Order();

    /// <summary>This map with further names.</summary>
    /// <param name="names">
    /// Objects with their new names. They go before those that the map has for the same objects.
    /// </param>
    /// <exception cref="ArgumentException">
    /// New names are none that Kubernetes accepts; the message lists all of them.
    /// </exception>
    public NameMap With(IReadOnlyDictionary<ResourceId, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new NameMap(
            _namespaces,
            names.Concat(_given.Where(pair => !names.ContainsKey(pair.Key))).ToDictionary(),
            _substitutes
        );
    }

    /// <summary>What a namespace of the backup is called after the restore.</summary>
    public string MapNamespace(string ns) => _namespaces.GetValueOrDefault(ns, ns);

    /// <summary>
    /// Whether something else of the target stands in for the object, so that it is not restored itself.
    /// </summary>
    public bool IsSubstituted(ResourceId id) => _substitutes.ContainsKey(id);

    /// <summary>CDI knows the claim of a DataVolume by its name.</summary>
    private static Dictionary<ResourceId, string> WithTwins(IReadOnlyDictionary<ResourceId, string> names)
    {
        var all = names.ToDictionary();
        foreach (var (id, name) in names)
        {
            if (id.Kind == Kinds.DataVolume || id.Kind == Kinds.PersistentVolumeClaim)
                all.TryAdd(
                    id.WithKind(id.Kind == Kinds.DataVolume ? Kinds.PersistentVolumeClaim : Kinds.DataVolume),
                    name
                );
        }

        return all;
    }

    private IEnumerable<string> Refused() =>
        _namespaces
            .Values.Concat(_namespaces.Keys.Where(name => !ResourceId.IsName(name)))
            .Where(name => !DnsNames.IsLabel(name))
            .Select(name => $"namespace '{name}'")
            .Concat(_names.Values.Where(name => !DnsNames.IsSubdomain(name)).Select(name => $"name '{name}'"))
            .Concat(
                _substitutes
                    .Values.Where(id =>
                        !DnsNames.IsSubdomain(id.Name) || (id.Namespace is not null && !DnsNames.IsLabel(id.Namespace))
                    )
                    .Select(id => $"'{id}'")
            )
            .Order(StringComparer.Ordinal);
}
