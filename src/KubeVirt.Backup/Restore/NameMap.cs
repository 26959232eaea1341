using System.Collections.Frozen;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What objects are called after a restore: one simultaneous substitution over the names in the backup, so that <c>a=b,
/// b=a</c> swaps. Immutable.
/// </summary>
/// <remarks>
/// A map changes names alone. Which fields follow is decided by the references of the graph, see
/// <see cref="Restore.MapReferences"/>. Two objects that a map would make one are an error of the restore. Safe for use
/// from several threads; a lookup costs the same whatever the size of the map.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
/// var names = new NameMap(
///     namespaces: new Dictionary&lt;string, string&gt; { ["shop"] = "shop-copy" },
///     names: new Dictionary&lt;ResourceId, string&gt; { [machine] = "db2" }
/// );
/// // db2 gets volumes of its own: db-root becomes db2-root.
/// names = names.With(CopyNames.For(graph, names));
/// RestoreResult copy = RestorePresets.CopyBeside.Apply(graph, names, cancellationToken);
/// </code>
/// </example>
public sealed class NameMap
{
    private readonly FrozenDictionary<string, string> _namespaces;
    private readonly IReadOnlyDictionary<ResourceId, string> _given;
    private readonly FrozenDictionary<ResourceId, string> _names;
    private readonly FrozenDictionary<ResourceId, ResourceId> _substitutes;

    /// <summary>Makes a map of any of the three kinds of changes.</summary>
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

        var refused = RefusedNamespaces()
            .Concat(RefusedNames())
            .Concat(RefusedSubstitutes())
            .Order(StringComparer.Ordinal)
            .ToList();
        if (refused.Count > 0)
        {
            throw new ArgumentException(
                $"Not valid in Kubernetes: {string.Join(", ", refused)}. Use lower-case letters, digits and hyphens."
            );
        }
    }

    /// <summary>The map that changes nothing: everything is restored under the name that it had.</summary>
    public static NameMap Empty { get; } = new();

    /// <summary>Whether everything keeps its name.</summary>
    internal bool IsEmpty => _namespaces.Count + _names.Count + _substitutes.Count == 0;

    /// <summary>What an object of the backup is called after the restore.</summary>
    /// <param name="id">
    /// Its id in the backup. It need not be an object of the backup: what a reference names is mapped as well.
    /// </param>
    /// <returns>
    /// The id of its substitute where there is one; else its kind, its mapped namespace and its mapped name. A
    /// Namespace object is mapped as the namespace that it is.
    /// </returns>
    public ResourceId Map(ResourceId id)
    {
        if (_substitutes.TryGetValue(id, out var substitute))
            return substitute;
        if (id.Kind == Kinds.Namespace)
            return new ResourceId(id.Kind, null, MapNamespace(id.Name));

        var name = _names.GetValueOrDefault(id, id.Name);
        var namespaceName = id.Namespace is null ? null : MapNamespace(id.Namespace);
        if (name == id.Name && namespaceName == id.Namespace)
            return id;

        return new ResourceId(id.Kind, namespaceName, name);
    }

    /// <summary>All objects and namespaces that the map names, by their ids in the backup, ordered.</summary>
    internal IEnumerable<ResourceId> Sources =>
        _namespaces
            .Keys.Select(name => new ResourceId(Kinds.Namespace, null, name))
            .Concat(_given.Keys)
            .Concat(_substitutes.Keys)
            .Order();

    /// <summary>This map with further names. This one stays as it is.</summary>
    /// <param name="names">
    /// Objects with their new names. They go before those that the map has for the same objects.
    /// </param>
    /// <returns>A map of its own.</returns>
    /// <exception cref="ArgumentException">
    /// New names are none that Kubernetes accepts; the message lists all of them.
    /// </exception>
    public NameMap With(IReadOnlyDictionary<ResourceId, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var kept = _given.Where(pair => !names.ContainsKey(pair.Key));

        return new NameMap(_namespaces, names.Concat(kept).ToDictionary(), _substitutes);
    }

    /// <summary>What a namespace of the backup is called after the restore.</summary>
    /// <param name="namespace">Its name in the backup.</param>
    /// <returns>The new name; the same one where the map has none for it.</returns>
    public string MapNamespace(string @namespace)
    {
        ArgumentNullException.ThrowIfNull(@namespace, nameof(@namespace));

        return _namespaces.GetValueOrDefault(@namespace, @namespace);
    }

    /// <summary>
    /// Whether something else of the target stands in for the object, so that it is not restored itself.
    /// </summary>
    /// <param name="id">Its id in the backup.</param>
    public bool IsSubstituted(ResourceId id) => _substitutes.ContainsKey(id);

    /// <summary>The names with those of the twins of claims and DataVolumes, which must be the same.</summary>
    /// <remarks>Source: CDI pkg/controller/datavolume/controller-base.go, which finds the claim by that name.</remarks>
    private static Dictionary<ResourceId, string> WithTwins(IReadOnlyDictionary<ResourceId, string> names)
    {
        var all = names.ToDictionary();
        foreach (var (id, name) in names)
        {
            if (id.Kind == Kinds.DataVolume)
                all.TryAdd(id.WithKind(Kinds.PersistentVolumeClaim), name);
            else if (id.Kind == Kinds.PersistentVolumeClaim)
                all.TryAdd(id.WithKind(Kinds.DataVolume), name);
        }

        return all;
    }

    private IEnumerable<string> RefusedNamespaces() =>
        _namespaces
            .Values.Concat(_namespaces.Keys.Where(name => !ResourceId.IsName(name)))
            .Where(name => !DnsNames.IsLabel(name))
            .Select(name => $"namespace '{name}'");

    private IEnumerable<string> RefusedNames() =>
        _names.Values.Where(name => !DnsNames.IsSubdomain(name)).Select(name => $"name '{name}'");

    private IEnumerable<string> RefusedSubstitutes() =>
        from id in _substitutes.Values
        let isValid = DnsNames.IsSubdomain(id.Name) && (id.Namespace is null || DnsNames.IsLabel(id.Namespace))
        where !isValid
        select $"'{id}'";
}
