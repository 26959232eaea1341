namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A kind whose controller makes objects of another kind: where the made object is missing, the maker stands in for it
/// and joins the plan.
/// </summary>
/// <param name="Maker">The kind of the maker, which stands in the namespace of what it makes.</param>
/// <param name="Made">The kind that it makes.</param>
/// <param name="NamePaths">
/// Where the maker names what it makes: the first pointer with a text counts. The last may be <c>/metadata/name</c>, for
/// a maker whose object bears its own name by default.
/// </param>
/// <param name="Source">The upstream file or document that says so.</param>
public sealed record MakerRule(GroupKind Maker, GroupKind Made, IReadOnlyList<string> NamePaths, string Source);
