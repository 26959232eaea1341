using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KubeVirt.Backup;

/// <summary>
/// Names one Kubernetes object: group, kind, namespace (none where it is cluster-scoped) and name. Never the version,
/// which is only a spelling, and never the UID, which a restore changes.
/// </summary>
/// <remarks>
/// Text form: <c>VirtualMachine.kubevirt.io/ns1/vm1</c>, <c>Secret/ns1/s1</c> in the core group, and two segments where
/// the object is cluster-scoped: <c>StorageClass.storage.k8s.io/ceph</c>. Compared ordinally by kind, group, namespace
/// (none first) and name; the hash is computed once. <see langword="default"/> names nothing: see
/// <see cref="IsDefault"/>.
/// </remarks>
public readonly struct ResourceId : IEquatable<ResourceId>, IComparable<ResourceId>, IParsable<ResourceId>
{
    /// <summary>What nearly all names are made of, told at a glance.</summary>
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    );
    private readonly int _hash;

    /// <summary>Names an object.</summary>
    /// <param name="kind">Group and kind.</param>
    /// <param name="namespace">Namespace, or <see langword="null"/> where the object is cluster-scoped.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">
    /// Namespace or name is empty or holds a slash, which no Kubernetes name can.
    /// </exception>
    public ResourceId(GroupKind kind, string? @namespace, string name)
        : this(kind, @namespace, name, Hash(kind, @namespace, name))
    {
        if (!IsName(name) || (@namespace is not null && !IsName(@namespace)))
            throw new ArgumentException(
                $"'{@namespace}' and '{name}' cannot name a {kind}: a name is not empty and holds no slash.",
                nameof(name)
            );
    }

    private ResourceId(GroupKind kind, string? @namespace, string name, int hash)
    {
        Kind = kind;
        Namespace = @namespace;
        Name = name;
        _hash = hash;
    }

    /// <summary>Group and kind.</summary>
    public GroupKind Kind { get; }

    /// <summary>Namespace; <see langword="null"/> where the object is cluster-scoped.</summary>
    public string? Namespace { get; }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Whether this is the default value, which names nothing.</summary>
    public bool IsDefault => Name is null;

    /// <summary>
    /// Whether a text can stand as a name or namespace in an id: not empty, no slash, no white space, and neither
    /// <c>.</c> nor <c>..</c>.
    /// </summary>
    /// <remarks>
    /// The rule for path segments of the Kubernetes API; which names a kind takes beyond that, its own server checks.
    /// </remarks>
    public static bool IsName([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text) || text is "." or "..")
            return false;
        if (!text.AsSpan().ContainsAnyExcept(PlainCharacters))
            return true;
        foreach (var c in text)
        {
            if (c == '/' || c == '%' || char.IsWhiteSpace(c) || char.IsControl(c))
                return false;
        }

        return true;
    }

    /// <summary>Kind, namespace and a text that need be no name, such as the value of a label.</summary>
    internal static ResourceId Unchecked(GroupKind kind, string? @namespace, string text) =>
        new(kind, @namespace, text, Hash(kind, @namespace, text));

    // Few kinds are of one length, and their texts are longer than most names.
    private static int Hash(GroupKind kind, string? @namespace, string name) =>
        HashCode.Combine(kind.Kind.Length, @namespace, name);

    /// <summary>
    /// The object of another kind with the same namespace and name: a DataVolume and its claim, a machine and its
    /// instance are named alike.
    /// </summary>
    public ResourceId WithKind(GroupKind kind) => new(kind, Namespace, Name);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no id.</exception>
    public static ResourceId Parse(string text) => Parse(text, null);

    /// <inheritdoc cref="Parse(string)"/>
    public static ResourceId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var id)
            ? id
            : throw new FormatException(
                $"'{s}' is not a resource id such as VirtualMachine.kubevirt.io/ns1/vm1, Secret/ns1/s1 or StorageClass.storage.k8s.io/ceph."
            );
    }

    /// <summary>Reads the text form; <see langword="false"/> where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResourceId result) =>
        TryParse(text, null, out result);

    /// <inheritdoc cref="TryParse(string?, out ResourceId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResourceId result)
    {
        result = default;
        var parts = s?.Split('/') ?? [];
        if (parts.Length is not (2 or 3) || !GroupKind.TryParse(parts[0], out var kind) || !parts.Skip(1).All(IsName))
            return false;
        result = new ResourceId(kind, parts.Length == 3 ? parts[1] : null, parts[^1]);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ResourceId other) =>
        _hash == other._hash && Name == other.Name && Namespace == other.Namespace && Kind == other.Kind;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ResourceId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public int CompareTo(ResourceId other)
    {
        var order = Kind.CompareTo(other.Kind);
        if (order == 0)
            order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Whether both name the same object.</summary>
    public static bool operator ==(ResourceId left, ResourceId right) => left.Equals(right);

    /// <summary>Whether they name different objects.</summary>
    public static bool operator !=(ResourceId left, ResourceId right) => !left.Equals(right);

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(ResourceId left, ResourceId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(ResourceId left, ResourceId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one comes first or both are equal.</summary>
    public static bool operator <=(ResourceId left, ResourceId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the right one comes first or both are equal.</summary>
    public static bool operator >=(ResourceId left, ResourceId right) => left.CompareTo(right) >= 0;

    /// <summary>The text form, which <see cref="Parse(string)"/> reads back.</summary>
    public override string ToString() => Namespace is null ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";
}
