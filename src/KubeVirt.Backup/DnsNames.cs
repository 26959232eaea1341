using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup;

/// <summary>
/// What Kubernetes accepts as a new name. What a backup holds is taken as it is; names that a user gives are checked.
/// </summary>
/// <remarks>Source: Kubernetes apimachinery pkg/util/validation, DNS-1123.</remarks>
public static partial class DnsNames
{
    /// <summary>Whether a text can name a namespace, or be one part of a name: a DNS label.</summary>
    /// <param name="name">Up to 63 lower-case letters, digits and <c>-</c> where it can.</param>
    public static bool IsLabel(string name) => name is { Length: <= 63 } && Label().IsMatch(name);

    /// <summary>Whether a text can name most objects: a DNS subdomain.</summary>
    /// <param name="name">Up to 253 characters: labels with dots between them where it can.</param>
    public static bool IsSubdomain(string name) => name is { Length: <= 253 } && Subdomain().IsMatch(name);

    /// <summary>A name with a hash of some text at its end, shortened where it must be.</summary>
    internal static string WithHash(string name, string text, int maxLength)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
        return $"{name[..Math.Min(name.Length, maxLength - hash.Length - 1)].TrimEnd('-', '.')}-{hash}";
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
