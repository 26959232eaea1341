using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace KubeVirt.Backup;

/// <summary>
/// Identifies one Kubernetes object by group, kind, namespace (none where it is cluster-scoped) and name. Not by
/// version, which is only a spelling of the same object, and not by UID, which a restore changes.
/// </summary>
/// <remarks>
/// Text form: <c>VirtualMachine.kubevirt.io/ns1/vm1</c>, <c>Secret/ns1/s1</c> in the core group, and two segments where
/// the object is cluster-scoped: <c>StorageClass.storage.k8s.io/ceph</c>. Compared ordinally by kind, group, namespace
/// (none first) and name; the hash is computed once. <see langword="default"/> names nothing: see
/// <see cref="IsDefault"/>.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
/// var secret = new ResourceId(Kinds.Secret, "shop", "db-login");
///
/// Console.WriteLine($"{machine.Name} in {machine.Namespace}");
/// Console.WriteLine(graph.Find(secret) is null ? "not in the graph" : secret.ToString());
/// </code>
/// </example>
[TypeFormatterSource]
[TypeConverter(typeof(ResourceIdConverter))]
[JsonConverter(typeof(ResourceIdJsonConverter))]
public readonly struct ResourceId : IEquatable<ResourceId>, IComparable<ResourceId>, IParsable<ResourceId>
{
    // Nearly all names consist of these alone, so that one vectorized search accepts them.
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    );
    private readonly int _hash;

    /// <summary>Makes the id of an object.</summary>
    /// <param name="kind">The group and kind.</param>
    /// <param name="namespace">The namespace; <see langword="null"/> where the object is cluster-scoped.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">
    /// Namespace or name cannot be one in the Kubernetes API; see <see cref="IsName"/>.
    /// </exception>
    public ResourceId(GroupKind kind, string? @namespace, string name)
        : this(kind, @namespace, name, Hash(kind, @namespace, name))
    {
        if (!IsName(name) || (@namespace is not null && !IsName(@namespace)))
        {
            throw new ArgumentException(
                $"Namespace '{@namespace}' and name '{name}' cannot identify a {kind}. "
                    + "A name is not empty and has no slash, percent sign or white space.",
                nameof(name)
            );
        }
    }

    private const int MaxNameLength = 1024;

    private ResourceId(GroupKind kind, string? @namespace, string name, int hash)
    {
        Kind = kind;
        Namespace = @namespace;
        Name = name;
        _hash = hash;
    }

    /// <summary>The group and kind of the object.</summary>
    public GroupKind Kind { get; }

    /// <summary>Namespace; <see langword="null"/> where the object is cluster-scoped.</summary>
    public string? Namespace { get; }

    /// <summary>The name of the object, unique within its kind and namespace.</summary>
    public string Name { get; }

    /// <summary>Whether this is the default value, which identifies no object.</summary>
    public bool IsDefault => Name is null;

    /// <summary>
    /// Whether a text can stand as a name or namespace in an id: up to 1024 characters, no slash of either kind, no percent
    /// sign, no white space, no character that does not print, and neither <c>.</c> nor <c>..</c>.
    /// </summary>
    /// <remarks>
    /// Source: Kubernetes apimachinery pkg/api/validation/path, the rule for path segments. Many kinds accept fewer
    /// names, which the API server checks. What this rule refuses beyond that one, no archive could hold safely.
    /// </remarks>
    public static bool IsName([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxNameLength || text is "." or "..")
            return false;
        if (!text.AsSpan().ContainsAnyExcept(PlainCharacters))
            return true;

        foreach (var c in text)
        {
            if (c is '/' or '\\' or '%' || char.IsWhiteSpace(c) || !PrintableText.IsPrintable(c))
                return false;
        }

        return true;
    }

    /// <summary>Holds kind, namespace and a text that need not be a name, such as the value of a label.</summary>
    internal static ResourceId Unchecked(GroupKind kind, string? @namespace, string text) =>
        new(kind, @namespace, text, Hash(kind, @namespace, text));

    // The length of a kind in place of its text: few kinds have the same length, and hashing the text would take longer
    // than hashing the name.
    private static int Hash(GroupKind kind, string? @namespace, string name) =>
        HashCode.Combine(kind.Kind.Length, @namespace, name);

    /// <summary>
    /// The id of another kind with the same namespace and name. A DataVolume and its claim have the same name, as have
    /// a machine and its instance.
    /// </summary>
    public ResourceId WithKind(GroupKind kind) => new(kind, Namespace, Name);

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text, such as <c>Secret/ns1/s1</c>.</param>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static ResourceId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return Parse(text, null);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static ResourceId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (TryParse(s, provider, out var id))
            return id;

        throw new FormatException(
            $"'{s}' is not a resource id such as VirtualMachine.kubevirt.io/ns1/vm1, Secret/ns1/s1 "
                + "or StorageClass.storage.k8s.io/ceph."
        );
    }

    /// <summary>Reads the text form; <see langword="false"/> where the text is not an id.</summary>
    /// <param name="text">The text, such as <c>Secret/ns1/s1</c>.</param>
    /// <param name="result">The id; the default value where the text is not one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResourceId result) =>
        TryParse(text, null, out result);

    /// <inheritdoc cref="TryParse(string?, out ResourceId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResourceId result)
    {
        result = default;
        var parts = s?.Split('/') ?? [];
        if (parts.Length is not (2 or 3))
            return false;
        if (!GroupKind.TryParse(parts[0], out var kind) || !parts.Skip(1).All(IsName))
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

    /// <summary>Whether both identify the same object.</summary>
    public static bool operator ==(ResourceId left, ResourceId right) => left.Equals(right);

    /// <summary>Whether they identify different objects.</summary>
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
