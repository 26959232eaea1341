namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A text in which an object repeats its own name and namespace, or those of another object, in a form of its platform's.
/// A restore under other names rewrites it.
/// </summary>
/// <param name="Kinds">The kinds that have the text; empty for every kind.</param>
/// <param name="Path">Where it stands: a JSON pointer whose <c>*</c> stands for every item of a list.</param>
/// <param name="Forms">
/// How the name is written: <c>{name}</c> and <c>{namespace}</c> with other characters between them, as in
/// <c>{name}.{namespace}.ovn</c>. A trailing <c>*</c> stands for any rest. The first form that fits is taken.
/// </param>
/// <param name="Source">The upstream file or document that says so.</param>
/// <remarks>
/// References that a resolver follows need no rule. A name that could end at two places of a text is not taken apart,
/// and the text stays.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var pack = new PlatformPack("Acme networks")
/// {
///     NameTexts =
///     [
///         new([GroupKind.Parse("Fabric.acme.example.com")], "/spec/network", ["{namespace}_{name}"], "Acme's manual")
///         {
///             Names = Kinds.NetworkAttachmentDefinition,
///         },
///     ],
/// };
/// </code>
/// </example>
public sealed record NameTextRule(
    IReadOnlyCollection<GroupKind> Kinds,
    string Path,
    IReadOnlyList<string> Forms,
    string Source
)
{
    /// <summary>How the name stands there. Default: the text is the name.</summary>
    public NamePlace Place { get; init; }

    /// <summary>The kind of the object that is named. Default: <see langword="null"/>, the object names itself.</summary>
    public GroupKind? Names { get; init; }
}
