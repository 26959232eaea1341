using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup;

/// <summary>
/// Checks names that a user gives against the rules of Kubernetes for new names. Names in a backup are not checked: an
/// API server has accepted them.
/// </summary>
/// <remarks>Source: Kubernetes apimachinery pkg/util/validation, DNS-1123.</remarks>
public static partial class DnsNames
{
    /// <summary>Whether a text can name a namespace, or be one part of a name: a DNS label.</summary>
    /// <param name="name">Up to 63 lower-case letters, digits and <c>-</c> where it can.</param>
    public static bool IsLabel([NotNullWhen(true)] string? name) => name is { Length: <= 63 } && Label().IsMatch(name);

    /// <summary>Whether a text can name most objects: a DNS subdomain.</summary>
    /// <param name="name">Up to 253 characters: labels with dots between them where it can.</param>
    public static bool IsSubdomain([NotNullWhen(true)] string? name) =>
        name is { Length: <= 253 } && Subdomain().IsMatch(name);

    /// <summary>A name with a hash of some text at its end, shortened where it must be.</summary>
    internal static string WithHash(string name, string text, int maxLength)
    {
        const int HashBytes = 4;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var hash = Convert.ToHexStringLower(digest.AsSpan(0, HashBytes));
        var length = Math.Min(name.Length, maxLength - hash.Length - 1);
        // A name must not have a dash behind a dash or a dot where it was cut.
        var start = name[..length].TrimEnd('-', '.');

        return $"{start}-{hash}";
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
