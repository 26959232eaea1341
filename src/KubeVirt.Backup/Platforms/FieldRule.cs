namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A field that a server or a controller assigns, so that a restore leaves it out and the target assigns its own.
/// </summary>
/// <param name="Kinds">The kinds that have it; empty for every kind.</param>
/// <param name="Path">Where it stands: a JSON pointer whose <c>*</c> stands for every item of a list.</param>
/// <param name="Reason">Why it is left out, in one sentence.</param>
/// <param name="Source">The upstream file or document that says who assigns it.</param>
public sealed record FieldRule(IReadOnlyCollection<GroupKind> Kinds, string Path, string Reason, string Source)
{
    /// <summary>Texts that somebody chose and no server assigns, as <c>None</c> for a clusterIP. Default: none.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>
    /// The only texts that are assigned, with <c>*</c> for any text and <c>?</c> for a character. Default: empty, all.
    /// </summary>
    public IReadOnlyList<string> OnlyValues { get; init; } = [];

    /// <summary>Whether the item of the list goes that holds the field, and not the field alone. Default: not.</summary>
    public bool RemovesItem { get; init; }

    /// <summary>A JSON pointer to a text that must be there for the rule to hold. Default: it always holds.</summary>
    public string? When { get; init; }

    /// <summary>What the text at <see cref="When"/> must be, with <c>*</c> for any text. Default: anything.</summary>
    public string WhenValue { get; init; } = "*";

    /// <summary>
    /// Whether the value stays where its author wrote it: the annotation of <c>kubectl apply</c> has it, or a manager of
    /// fields that is no controller of the cluster owns it. Default: it goes, whoever wrote it.
    /// </summary>
    /// <remarks>Source: velero pkg/restore/actions/service_action.go.</remarks>
    public bool StaysWhereAuthored { get; init; }

    /// <summary>Whether it goes only where its object moves to another namespace. Default: always.</summary>
    public bool OnlyWhereMoved { get; init; }
}
