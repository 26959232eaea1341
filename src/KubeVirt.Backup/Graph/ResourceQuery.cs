namespace KubeVirt.Backup.Graph;

/// <summary>Asks for objects of one kind in one namespace: the union of all that the properties name.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">
/// The namespace; <see langword="null"/> for a cluster-scoped kind, or with <see cref="All"/> for every namespace.
/// </param>
public sealed record ResourceQuery(GroupKind Kind, string? Namespace)
{
    /// <summary>
    /// Every object of the kind, whatever the other properties say. Default: <see langword="false"/>.
    /// </summary>
    public bool All { get; init; }

    /// <summary>Names of objects. Default: none.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Label keys, each with the values that are wanted. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Labels { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>UIDs of owners whose objects are wanted. Default: none.</summary>
    public IReadOnlyCollection<string> OwnerUids { get; init; } = [];
}
