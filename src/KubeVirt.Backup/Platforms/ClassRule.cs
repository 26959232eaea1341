namespace KubeVirt.Backup.Platforms;

/// <summary>Which objects are of a class, as data: an object must meet every condition that is set.</summary>
/// <remarks>A rule without any condition matches every object. Of several rules that match, the first decides.</remarks>
/// <param name="Class">The class of the objects.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Source">Where the platform says so.</param>
public sealed record ClassRule(ObjectClass Class, string Reason, string Source)
{
    /// <summary>Kinds one of which the object must be. Default: empty, any.</summary>
    public IReadOnlyCollection<GroupKind> Kinds { get; init; } = [];

    /// <summary>Names of the objects, in which <c>*</c> stands for any text. Default: empty, any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// A JSON pointer to a text that must be there; its <c>*</c> stands for every item of a list. Default:
    /// <see langword="null"/>, none.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// What the text at <see cref="Path"/> may be, with <c>*</c> for any text. Default: empty, anything.
    /// </summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>
    /// What the text at <see cref="Path"/> may not be, with <c>*</c> for any text. Default: empty, nothing.
    /// </summary>
    public IReadOnlyList<string> ExceptValues { get; init; } = [];

    /// <summary>Kinds one of which must own the object. Default: empty, no owner is asked for.</summary>
    public IReadOnlyCollection<GroupKind> Owners { get; init; } = [];

    /// <summary>
    /// Whether the owner of <see cref="Owners"/> must be the one that controls the object, which makes it anew when it
    /// is gone. Default: any owner will do.
    /// </summary>
    public bool IsControlled { get; init; }

    /// <summary>
    /// Whether another object of the graph must run this one, as a machine runs its instance. Default: no.
    /// </summary>
    public bool IsRun { get; init; }

    /// <summary>Whether it must hold a guest's data. Default: no.</summary>
    public bool HoldsData { get; init; }

    /// <summary>Whether a restore carries the objects along although their class is left out. Default: no.</summary>
    public bool IsCarried { get; init; }
}
