using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KubeVirt.Backup;

/// <summary>
/// An API group and a kind, without a version: an object is the same in every version that its API server offers.
/// </summary>
/// <param name="Group">The API group, such as <c>kubevirt.io</c>; empty for the core group.</param>
/// <param name="Kind">The kind as Kubernetes spells it, such as <c>VirtualMachine</c>. Case counts.</param>
/// <remarks>
/// Text form: <c>VirtualMachine.kubevirt.io</c>, or <c>Secret</c> in the core group. Ordered by kind, then group,
/// ordinally.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var kind = GroupKind.Parse("VirtualMachine.kubevirt.io");
/// Console.WriteLine(kind == Kinds.VirtualMachine);
///
/// int secrets = manifests.Resources.Count(resource => resource.Id.Kind == Kinds.Secret);
/// Console.WriteLine($"{secrets} secrets");
/// </code>
/// </example>
public readonly record struct GroupKind(string Group, string Kind) : IComparable<GroupKind>
{
    /// <summary>
    /// Whether a kind can be one, so that its text form can be read back: a kind is a DNS label but for its capital
    /// letters, a group a DNS subdomain.
    /// </summary>
    /// <remarks>
    /// Source: apiextensions-apiserver pkg/apis/apiextensions/validation, which checks names.kind in lower case as a DNS
    /// label.
    /// </remarks>
    internal bool IsValid =>
        Kind is { Length: > 0 and <= MaxKindLength }
        && !Kind.AsSpan().ContainsAnyExcept(KindCharacters)
        && !Group.AsSpan().ContainsAnyExcept(GroupCharacters);

    private const int MaxKindLength = 63;

    private static SearchValues<char> KindCharacters { get; } =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static SearchValues<char> GroupCharacters { get; } =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    private static SearchValues<char> Separators { get; } = SearchValues.Create("/ \t\r\n");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The text, such as <c>VirtualMachine.kubevirt.io</c> or <c>Secret</c>.</param>
    /// <exception cref="FormatException">The text is neither a kind nor a kind and a group.</exception>
    public static GroupKind Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return TryParse(text, out var result)
            ? result
            : throw new FormatException($"'{text}' is not a kind such as Secret or VirtualMachine.kubevirt.io.");
    }

    /// <summary>Reads the text form; <see langword="false"/> where the text is not a kind.</summary>
    /// <param name="text">The text, such as <c>VirtualMachine.kubevirt.io</c> or <c>Secret</c>.</param>
    /// <param name="result">The kind; the default value where the text is not one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out GroupKind result)
    {
        result = default;
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAny(Separators))
            return false;

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot == 0 || dot == text.Length - 1)
            return false;

        var read = dot < 0 ? new GroupKind("", text) : new GroupKind(text[(dot + 1)..], text[..dot]);
        if (!read.IsValid)
            return false;

        result = read;
        return true;
    }

    /// <summary>The group of an apiVersion: <c>kubevirt.io</c> of <c>kubevirt.io/v1</c>, empty for <c>v1</c>.</summary>
    /// <param name="apiVersion">The apiVersion of an object.</param>
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

    /// <summary>The text form, such as <c>VirtualMachine.kubevirt.io</c>; empty for the default value.</summary>
    public override string ToString() => string.IsNullOrEmpty(Group) ? Kind ?? "" : $"{Kind}.{Group}";
}
