namespace KubeVirt.Backup.Graph;

/// <summary>What a resolver yields: an object holds a reference to another one.</summary>
/// <param name="Target">What it points at.</param>
/// <param name="Path">The JSON pointer, in the object that holds it, that caused it.</param>
/// <param name="Relation">What it means.</param>
/// <param name="Requirement">What it means if the target is not found.</param>
/// <param name="Why">One short sentence for people.</param>
public readonly record struct Reference(
    ReferenceTarget Target,
    string Path,
    Relation Relation,
    Requirement Requirement,
    string Why
)
{
    /// <summary>
    /// A reference whose name is nowhere written down as such: the target was found by a label, an owner or a rule.
    /// </summary>
    public static Reference Derived(
        ReferenceTarget target,
        string path,
        Relation relation,
        Requirement requirement,
        string why
    ) => new(target, path, relation, requirement, why) { Form = ReferenceForm.Derived };

    /// <summary>How it is written down. Default: <see cref="ReferenceForm.Name"/>.</summary>
    public ReferenceForm Form { get; init; }

    /// <summary>
    /// The JSON pointer to the name inside the text, where <see cref="Form"/> is
    /// <see cref="ReferenceForm.EmbeddedJson"/> or <see cref="ReferenceForm.NetworkSelection"/>. Default: none.
    /// </summary>
    public string? Inside { get; init; }

    /// <summary>
    /// Whether the target is a PersistentVolumeClaim that holds this guest's own data, and so must be snapshot with it.
    /// </summary>
    public bool HoldsData { get; init; }

    /// <summary>
    /// Whether discovery goes on from the target. Default: for all but <see cref="Relation.OwnedBy"/>, where the owner
    /// of a shared volume would pull a whole other machine into the backup; the DataVolume that owns a
    /// PersistentVolumeClaim is its other half.
    /// </summary>
    public bool IsFollowed { get; init; } = Relation != Relation.OwnedBy || Target.Kind == Kinds.DataVolume;
}
