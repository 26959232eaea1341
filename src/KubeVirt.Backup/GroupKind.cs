using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KubeVirt.Backup;

/// <summary>
/// An API group and a kind, without a version: what a resolver handles and what a resource is. The core group is the
/// empty string.
/// </summary>
/// <param name="Group">API group, for instance <c>kubevirt.io</c>; empty for the core group.</param>
/// <param name="Kind">Kind as Kubernetes spells it, for instance <c>VirtualMachine</c>.</param>
/// <remarks>
/// Text form: <c>VirtualMachine.kubevirt.io</c>, or <c>Secret</c> in the core group. Ordered by kind, then group,
/// ordinally.
/// </remarks>
public readonly record struct GroupKind(string Group, string Kind) : IComparable<GroupKind>
{
    /// <summary>
    /// Whether the text form can be read back: a kind without dots, and neither part with slashes or white space.
    /// </summary>
    internal bool IsValid =>
        Kind is { Length: > 0 }
        && !Kind.Contains('.', StringComparison.Ordinal)
        && !Kind.AsSpan().ContainsAny(Separators)
        && !Group.AsSpan().ContainsAny(Separators);

    private static SearchValues<char> Separators { get; } = SearchValues.Create("/ \t\r\n");

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is not a kind, or a kind and a group.</exception>
    public static GroupKind Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var result)
            ? result
            : throw new FormatException($"'{text}' is not a kind such as Secret or VirtualMachine.kubevirt.io.");
    }

    /// <summary>Reads the text form; <see langword="false"/> where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GroupKind result)
    {
        result = default;
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAny(Separators))
            return false;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot == 0 || dot == text.Length - 1)
            return false;
        result = dot < 0 ? new GroupKind("", text) : new GroupKind(text[(dot + 1)..], text[..dot]);
        return true;
    }

    /// <summary>The group of an apiVersion: <c>kubevirt.io</c> of <c>kubevirt.io/v1</c>, empty of <c>v1</c>.</summary>
    public static string GroupOf(string apiVersion)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }

    /// <inheritdoc/>
    public int CompareTo(GroupKind other)
    {
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(Group, other.Group);
    }

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(GroupKind left, GroupKind right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(GroupKind left, GroupKind right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one comes first or both are equal.</summary>
    public static bool operator <=(GroupKind left, GroupKind right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the right one comes first or both are equal.</summary>
    public static bool operator >=(GroupKind left, GroupKind right) => left.CompareTo(right) >= 0;

    /// <summary>The text form, for instance <c>VirtualMachine.kubevirt.io</c>.</summary>
    public override string ToString() => string.IsNullOrEmpty(Group) ? Kind ?? "" : $"{Kind}.{Group}";
}
