using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>One row of a resolver's table: where a name stands, and what it means.</summary>
/// <remarks>
/// Two rows may have the same path: a claim and the DataVolume of its name are two targets of one text.
/// </remarks>
/// <param name="Path">
/// Where the name stands: a JSON pointer whose <c>*</c> stands for every item of a list, as
/// <c>/spec/volumes/*/configMap/name</c>.
/// </param>
/// <param name="Kind">What kind it names; ignored where <see cref="KindFrom"/> is set.</param>
/// <param name="Why">A few words for people, as <c>volume source configMap</c>.</param>
public sealed record ReferenceRule(string Path, GroupKind Kind, string Why)
{
    /// <summary>What the reference means. Default: <see cref="Relation.Needs"/>.</summary>
    public Relation Relation { get; init; }

    /// <summary>What it means if the target is not found. Default: <see cref="Requirement.Required"/>.</summary>
    public Requirement Requirement { get; init; }

    /// <summary>How the name is written. Default: <see cref="ReferenceForm.Name"/>.</summary>
    public ReferenceForm Form { get; init; }

    /// <summary>
    /// Where the name stands in a text that is JSON itself, stars allowed; goes with
    /// <see cref="ReferenceForm.EmbeddedJson"/>. Default: none.
    /// </summary>
    public string? Inside { get; init; }

    /// <summary>A sibling field that makes the reference optional where it is true. Default: none.</summary>
    public string? OptionalField { get; init; }

    /// <summary>
    /// Conditions, any of which makes the reference optional: the target was used up, or something else stands in for
    /// it. Default: none.
    /// </summary>
    public IReadOnlyList<FieldCondition> OptionalWhen { get; init; } = [];

    /// <summary>
    /// A path of names, stars allowed, that are none of this rule's: a pool's machines each get a volume of their own
    /// in the place of one that a template names. Default: none.
    /// </summary>
    public string? UnlessNamedAt { get; init; }

    /// <summary>
    /// Where the name stands for one name per replica. These are optional, since the replicas hold the very same names
    /// themselves; the name as written is none. Default: nowhere.
    /// </summary>
    public IndexedNames? Indexed { get; init; }

    /// <summary>
    /// Whether discovery stops at the target where <see cref="OptionalWhen"/> holds: what was used up is not the
    /// guest's. Default: it goes on.
    /// </summary>
    public bool IsLeftWhenUsedUp { get; init; }

    /// <summary>
    /// Whether the target may be cluster-scoped where its kind is one that this library does not know: the object of
    /// the namespace is looked for, and the one without, and the one that is found counts. Default: not.
    /// </summary>
    public bool MayBeClusterScoped { get; init; }

    /// <summary>
    /// Whether parameters may stand in the text, as <c>${NAME}</c> in a template: what holds one names nothing yet, and
    /// a text may stand in the place of any value. Default: not.
    /// </summary>
    public bool MayHoldParameters { get; init; }

    /// <summary>Whether discovery always stops at the target. Default: it goes on.</summary>
    public bool IsLeft { get; init; }

    /// <summary>Where the kind is written beside the name. Default: nowhere, the kind is <see cref="Kind"/>.</summary>
    public KindFrom? KindFrom { get; init; }

    /// <summary>
    /// Whether the target is a PersistentVolumeClaim with the guest's own data. Default: <see langword="false"/>.
    /// </summary>
    public bool HoldsData { get; init; }

    /// <summary>
    /// Whether the guest only reads the target, see <see cref="Reference.IsReadOnly"/>. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>A sibling field by which the guest only reads the target where it is true. Default: none.</summary>
    public string? ReadOnlyField { get; init; }

    /// <summary>
    /// Whether a restore drops the reference, see <see cref="Reference.IsTransient"/>. Default:
    /// <see langword="false"/>.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>
    /// Whether the object belongs to the plan of its target, see <see cref="Reference.JoinsTarget"/>. Default:
    /// <see langword="false"/>, but what a machine owns belongs to it all the same.
    /// </summary>
    public bool JoinsTarget { get; init; }

    /// <summary>
    /// The upstream file or API type that the rule follows, for readers of the table. Default: empty.
    /// </summary>
    public string Source { get; init; } = "";

    /// <summary>The path of a sibling field.</summary>
    internal string Sibling(string name) => Path[..(Path.LastIndexOf('/') + 1)] + name;
}
