namespace KubeVirt.Backup.Graph;

/// <summary>
/// Asks a source for objects of one kind in one namespace: the union of all that the properties ask for.
/// </summary>
/// <param name="Kind">The kind of the objects.</param>
/// <param name="Namespace">
/// Their namespace; <see langword="null"/> for a cluster-scoped kind, or with <see cref="All"/> for every namespace.
/// </param>
public sealed record ResourceQuery(GroupKind Kind, string? Namespace)
{
    /// <summary>
    /// Whether every object of the kind is wanted, whatever the other properties ask for. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool All { get; init; }

    /// <summary>The names of objects that are wanted. Default: none.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Label keys, each with the values whose objects are wanted. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Labels { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>The UIDs of owners whose objects are wanted. Default: none.</summary>
    public IReadOnlyCollection<string> OwnerUids { get; init; } = [];

    /// <summary>
    /// Whether a source may lack the whole kind without saying so: it is only looked whether there are any. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>
    /// Whether the metadata of the objects is enough, so that a source may leave out all else of them. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool MetadataOnly { get; init; }
}
