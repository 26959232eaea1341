namespace KubeVirt.Backup.Graph;

/// <summary>A reference that a resolver finds in an object: what it names, where it stands and what it means.</summary>
/// <param name="Target">The object or objects that it names.</param>
/// <param name="Path">JSON pointer (RFC 6901) to the reference, in the object that holds it.</param>
/// <param name="Relation">What it means, and so whether it orders a restore.</param>
/// <param name="Requirement">Whether the object can be restored without its target.</param>
/// <param name="Why">
/// Why the object refers to its target, as a short phrase for people, such as <c>a volume of the machine</c>. Never a
/// secret's value.
/// </param>
/// <example>
/// A machine that needs a claim which holds its data:
/// <code language="csharp">
/// var reference = new Reference(
///     ReferenceTarget.Named(ResourceId.Parse("PersistentVolumeClaim/shop/db-data")),
///     "/spec/template/spec/volumes/0/persistentVolumeClaim/claimName",
///     Relation.Needs,
///     Requirement.Required,
///     "a volume of the machine"
/// )
/// {
///     HoldsData = true,
/// };
/// Console.WriteLine(reference.IsFollowed);
/// </code>
/// </example>
public readonly record struct Reference(
    ReferenceTarget Target,
    string Path,
    Relation Relation,
    Requirement Requirement,
    string Why
)
{
    /// <summary>
    /// A reference whose name is nowhere written down as such: the target is found by a label, an owner or a naming
    /// rule. A restore that renames the target does not rewrite it.
    /// </summary>
    /// <param name="target">The object or objects that it names.</param>
    /// <param name="path">JSON pointer to what the target follows from, such as the object's own name.</param>
    /// <param name="relation">What it means.</param>
    /// <param name="requirement">Whether the object can be restored without its target.</param>
    /// <param name="why">Why the object refers to its target, as a short phrase for people.</param>
    public static Reference Derived(
        ReferenceTarget target,
        string path,
        Relation relation,
        Requirement requirement,
        string why
    ) => new(target, path, relation, requirement, why) { Form = ReferenceForm.Derived };

    /// <summary>How the name is written down. Default: <see cref="ReferenceForm.Name"/>.</summary>
    public ReferenceForm Form { get; init; }

    /// <summary>
    /// JSON pointer to the name inside the text at <see cref="Path"/>, where <see cref="Form"/> is
    /// <see cref="ReferenceForm.EmbeddedJson"/> or <see cref="ReferenceForm.NetworkSelection"/>. Default: none.
    /// </summary>
    public string? Inside { get; init; }

    /// <summary>
    /// Whether the target is a PersistentVolumeClaim with this guest's own data, so that a snapshot must be taken of it
    /// together with the guest's other volumes. Default: <see langword="false"/>.
    /// </summary>
    public bool HoldsData { get; init; }

    /// <summary>
    /// Whether the guest only reads the target, as the base image of an ephemeral volume or a CD, so that a copy of the
    /// guest can share it. Default: <see langword="false"/>.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// Whether a restore drops the reference, as that to a memory dump, which would else be taken again. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether the references of the target belong to the graph as well. Default: <see langword="true"/> for all but
    /// <see cref="Relation.OwnedBy"/>, where the owner of a shared volume would pull a whole other machine into the
    /// backup. The DataVolume that owns a PersistentVolumeClaim is followed: the two are one volume.
    /// </summary>
    public bool IsFollowed { get; init; } =
        Relation is not (Relation.OwnedBy or Relation.Selects) || Target.Kind == Kinds.DataVolume;

    /// <summary>
    /// Whether the object that holds the reference belongs to the plan of its target, though nothing in the target names
    /// it: a Service to that of the machine it selects, whatever a machine owns to that of the machine. Default:
    /// <see langword="true"/> for <see cref="Relation.Selects"/> and for what a machine owns.
    /// </summary>
    public bool JoinsTarget { get; init; } =
        Relation == Relation.Selects || (Relation == Relation.OwnedBy && Kinds.IsMachine(Target.Kind));
}
