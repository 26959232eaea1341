using System.ComponentModel;
using System.IO.Enumeration;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Chooses objects by kind, namespace, name and labels; every part that is given must hold. Immutable. Binds from
/// configuration as the text that <see cref="Parse"/> reads.
/// </summary>
[TypeConverter(typeof(ResourceSelectorConverter))]
public sealed record ResourceSelector
{
    /// <summary>Takes everything.</summary>
    public static ResourceSelector Everything { get; } = new();

    /// <summary>Kinds, one of which the object must be. Default: empty, any.</summary>
    public IReadOnlyList<KindPattern> Kinds { get; init; } = [];

    /// <summary>
    /// Namespaces, one of which the object must be in, with <c>*</c> and <c>?</c>. A Namespace counts as in itself.
    /// Default: empty, any, and cluster-scoped objects.
    /// </summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Names, one of which the object must have, with <c>*</c> and <c>?</c>. Default: empty, any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Labels that the object must have. Default: <see langword="null"/>, any.</summary>
    public LabelSelector? Labels { get; init; }

    /// <summary>
    /// Reads a selector such as <c>kinds=vm,dv; namespaces=shop-*; names=web*; labels=app in (web,db)</c>.
    /// </summary>
    /// <param name="text">
    /// The parts, each once and in any order, divided by semicolons; <c>*</c> for everything.
    /// </param>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static ResourceSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return ResourceSelectorParser.Parse(text);
    }

    /// <summary>Whether every part that is given holds for an object.</summary>
    /// <param name="resource">The object, with the labels that it has.</param>
    public bool Matches(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return MatchesKind(resource.Id.Kind)
            && (Namespaces.Count == 0 || (NamespaceOf(resource.Id) is { } name && IsLike(name, Namespaces)))
            && (Names.Count == 0 || IsLike(resource.Id.Name, Names))
            && Labels?.Matches(resource) != false;
    }

    /// <summary>The text form, which <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Kinds.Count > 0)
            parts.Add($"kinds={string.Join(',', Kinds)}");
        if (Namespaces.Count > 0)
            parts.Add($"namespaces={string.Join(',', Namespaces)}");
        if (Names.Count > 0)
            parts.Add($"names={string.Join(',', Names)}");
        if (Labels is not null)
            parts.Add($"labels={Labels}");

        return parts.Count == 0 ? "*" : string.Join("; ", parts);
    }

    /// <summary>Whether kind and namespace hold; what is not in a namespace is in reach of all.</summary>
    internal bool Reaches(ResourceId id) =>
        MatchesKind(id.Kind) && (Namespaces.Count == 0 || NamespaceOf(id) is not { } name || IsLike(name, Namespaces));

    /// <summary>Whether a name matches one of some patterns with <c>*</c> and <c>?</c>.</summary>
    internal static bool IsLike(string name, IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                return true;
        }

        return false;
    }

    /// <summary>The namespace of an object; that of a Namespace is itself.</summary>
    private static string? NamespaceOf(ResourceId id) => id.Kind == Backup.Kinds.Namespace ? id.Name : id.Namespace;

    private bool MatchesKind(GroupKind kind)
    {
        if (Kinds.Count == 0)
            return true;

        foreach (var pattern in Kinds)
        {
            if (pattern.Matches(kind))
                return true;
        }

        return false;
    }
}
