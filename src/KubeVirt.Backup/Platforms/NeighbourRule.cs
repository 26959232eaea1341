namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A kind whose objects are looked for in the namespace of a machine, since they may belong to it although nothing in
/// the machine names them.
/// </summary>
/// <remarks>
/// Whether one does belong is what its resolver finds: a reference with <c>JoinsTarget</c> that leads to an object of
/// the plan. Every rule costs one list for each namespace of a live plan.
/// </remarks>
/// <param name="Kind">The kind. A cluster-scoped one is listed once.</param>
/// <param name="Reason">How its objects belong to a machine, in one sentence.</param>
/// <param name="Source">The upstream file or document that says so.</param>
public sealed record NeighbourRule(GroupKind Kind, string Reason, string Source)
{
    /// <summary>
    /// A JSON pointer, stars allowed, to a text by which every machine of the namespace needs the object. Default:
    /// <see langword="null"/>, machines need none of the kind.
    /// </summary>
    public string? NeededWhen { get; init; }

    /// <summary>What the text at <see cref="NeededWhen"/> must be. Default: empty.</summary>
    public string NeededValue { get; init; } = "";

    /// <summary>
    /// Whether the metadata of an object tells that it belongs, as its owners do. Then a live plan lists the metadata
    /// alone, and reads whole what belongs: data that is nobody's concern stays where it is. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool ByMetadata { get; init; }
}
