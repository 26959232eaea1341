namespace KubeVirt.Backup.Platforms;

/// <summary>
/// Labels and annotations by which a controller or a tool notes something for itself, so that a restore leaves them out.
/// </summary>
/// <param name="Kinds">The kinds that bear them; empty for every kind.</param>
/// <param name="Reason">Why they are left out, in one sentence.</param>
/// <param name="Source">The upstream file or document that says what they mean.</param>
public sealed record KeyRule(IReadOnlyCollection<GroupKind> Kinds, string Reason, string Source)
{
    /// <summary>Keys of annotations. A trailing <c>*</c> stands for any rest. Default: none.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];

    /// <summary>Keys of labels, likewise. Default: none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Keys that stay although they match, since a user sets them. Default: none.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>
    /// Whether the labels are those of the guest's template in the object, and not the object's own. Default: its own.
    /// </summary>
    public bool IsOfTemplate { get; init; }

    /// <summary>When they go. Default: always.</summary>
    public KeyScope Scope { get; init; }
}
