using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace KubeVirt.Backup.Platforms;

/// <summary>The packs by which objects are judged. Immutable, and safe for use from several threads.</summary>
/// <remarks>
/// The order counts: of several rules for one object, that of the first pack decides. So packs that are added come
/// before those that are there.
/// </remarks>
/// <example>
/// <code language="csharp">
/// foreach (PlatformPack pack in PlatformSet.Default.Packs)
///     Console.WriteLine($"{pack.Name}: {pack.Classes.Count} rules about what an object is");
/// </code>
/// </example>
public sealed class PlatformSet
{
    private readonly KindIndex<ClassRule> _classes;
    private readonly KindIndex<FieldRule> _fields;
    private readonly KindIndex<KeyRule> _keys;
    private readonly KindIndex<VersionRule> _versions;
    private readonly KindIndex<NameTextRule> _nameTexts;
    private readonly ILookup<GroupKind, ExpectedRule> _expected;
    private readonly ILookup<GroupKind, MakerRule> _makers;
    private readonly ILookup<GroupKind, SavedLabelRule> _savedLabels;
    private readonly ILookup<GroupKind, PublishedRule> _published;

    /// <summary>Makes a set of packs.</summary>
    /// <param name="packs">The packs; the first decides where several have rules for one object.</param>
    public PlatformSet(params IEnumerable<PlatformPack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        Packs = [.. packs];
        _classes = new(Packs.SelectMany(pack => pack.Classes), rule => rule.Kinds);
        _fields = new(Packs.SelectMany(pack => pack.Fields), rule => rule.Kinds);
        _keys = new(Packs.SelectMany(pack => pack.Keys), rule => rule.Kinds);
        _versions = new(Packs.SelectMany(pack => pack.Versions), rule => rule.Kinds);
        _nameTexts = new(Packs.SelectMany(pack => pack.NameTexts), rule => rule.Kinds);
        _expected = Packs.SelectMany(pack => pack.Expected).ToLookup(rule => rule.Kind);
        _makers = Packs.SelectMany(pack => pack.Makers).ToLookup(rule => rule.Made);
        _savedLabels = Packs.SelectMany(pack => pack.SavedLabels).ToLookup(rule => rule.Kind);
        _published = Packs.SelectMany(pack => pack.Published).ToLookup(rule => rule.Kind);
        NamespaceLabels = Packs.SelectMany(pack => pack.NamespaceLabels).Select(rule => rule.Label).ToFrozenSet();
        SignsOfNamespaceLabels = [.. NamespaceLabels.Select(SignOf)];
        Addresses = [.. Packs.SelectMany(pack => pack.Addresses)];
        Neighbours = [.. Packs.SelectMany(pack => pack.Neighbours).DistinctBy(rule => rule.Kind)];
        MakerKinds = Packs.SelectMany(pack => pack.Makers).Select(rule => rule.Maker).ToFrozenSet();
        var byKind = Packs.SelectMany(pack => pack.Neighbours).GroupBy(rule => rule.Kind);
        var byMetadata = byKind.Where(rules => rules.All(rule => rule.ByMetadata)).Select(rules => rules.Key);
        KindsByMetadata = byMetadata.Except(MakerKinds).ToFrozenSet();
    }

    /// <summary>The packs that the library brings.</summary>
    public static PlatformSet Default { get; } = new(BuiltInPacks.All);

    /// <summary>
    /// As <see cref="Default"/>, but cluster-wide instancetypes and preferences are carried along, for a target that
    /// may lack them. They are created where they are absent, and never overwritten.
    /// </summary>
    public static PlatformSet CarryingInstancetypes { get; } = Default.With(KubeVirtPack.CarriedInstancetypes);

    /// <summary>The packs in their order.</summary>
    public IReadOnlyList<PlatformPack> Packs { get; }

    /// <summary>The annotations by which guests ask for fixed addresses.</summary>
    internal ImmutableArray<AddressRule> Addresses { get; }

    /// <summary>The labels that hold the name of a namespace.</summary>
    internal FrozenSet<string> NamespaceLabels { get; }

    /// <summary>
    /// The longer part of each of these labels as bytes: JSON that holds none of them holds none of the labels, however
    /// it writes the slash.
    /// </summary>
    internal ImmutableArray<byte[]> SignsOfNamespaceLabels { get; }

    /// <summary>Which kinds are looked for in the namespaces of machines, each once.</summary>
    internal ImmutableArray<NeighbourRule> Neighbours { get; }

    /// <summary>The kinds whose objects make others.</summary>
    internal FrozenSet<GroupKind> MakerKinds { get; }

    /// <summary>The kinds of neighbours whose metadata tells whether they belong.</summary>
    internal FrozenSet<GroupKind> KindsByMetadata { get; }

    /// <summary>These packs with others before them. This set stays as it is.</summary>
    /// <param name="packs">The packs, whose rules decide before all others.</param>
    /// <returns>A set of its own.</returns>
    public PlatformSet With(params IEnumerable<PlatformPack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);

        return new PlatformSet([.. packs, .. Packs]);
    }

    /// <summary>The rules about what objects of a kind are, in the order in which they are tried.</summary>
    internal ImmutableArray<ClassRule> ClassesOf(GroupKind kind) => _classes.Of(kind);

    /// <summary>The fields of a kind that servers and controllers assign.</summary>
    internal ImmutableArray<FieldRule> FieldsOf(GroupKind kind) => _fields.Of(kind);

    /// <summary>The labels and annotations that controllers and tools write on a kind.</summary>
    internal ImmutableArray<KeyRule> KeysOf(GroupKind kind) => _keys.Of(kind);

    /// <summary>The labels of a kind in whose place a tool put its own.</summary>
    internal IEnumerable<SavedLabelRule> SavedLabelsOf(GroupKind kind) => _savedLabels[kind];

    /// <summary>The texts in which objects of a kind repeat names.</summary>
    internal ImmutableArray<NameTextRule> NameTextsOf(GroupKind kind) => _nameTexts.Of(kind);

    /// <summary>Where objects of a kind say under which address or host name they are reached.</summary>
    internal IEnumerable<PublishedRule> PublishedBy(GroupKind kind) => _published[kind];

    /// <summary>What is known about the versions of a kind.</summary>
    internal ImmutableArray<VersionRule> VersionsOf(GroupKind kind) => _versions.Of(kind);

    /// <summary>The kinds that make objects of a kind.</summary>
    internal IEnumerable<MakerRule> MakersOf(GroupKind made) => _makers[made];

    /// <summary>Why every target has an object; <see langword="null"/> where it does not.</summary>
    internal ExpectedRule? Expects(ResourceId id)
    {
        foreach (var rule in _expected[id.Kind])
        {
            if (IsMet(rule.Names, id.Name) && IsMet(rule.Namespaces, id.Namespace ?? ""))
                return rule;
        }

        return null;
    }

    private static byte[] SignOf(string label)
    {
        var longest = label.Split('/').Reverse().MaxBy(part => part.Length)!;

        return Encoding.UTF8.GetBytes(longest);
    }

    private static bool IsMet(IReadOnlyList<string> patterns, string text) =>
        patterns.Count == 0 || TextPattern.MatchesAny(patterns, text);
}
