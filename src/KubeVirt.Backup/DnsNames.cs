using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup;

/// <summary>
/// Checks names that a user gives against the rules of Kubernetes for new names. Names in a backup are not checked: an
/// API server has accepted them.
/// </summary>
/// <remarks>
/// Source: Kubernetes apimachinery pkg/util/validation, IsDNS1123Label and IsDNS1123Subdomain (RFC 1123).
/// </remarks>
internal static partial class DnsNames
{
    private const int MaxLabelLength = 63;
    private const int MaxSubdomainLength = 253;

    /// <summary>Whether a namespace or a Service can have this name.</summary>
    public static bool IsLabel(string name) => name.Length <= MaxLabelLength && Label().IsMatch(name);

    /// <summary>Whether most other kinds of objects can have this name: labels divided by dots.</summary>
    public static bool IsSubdomain(string name) => name.Length <= MaxSubdomainLength && Subdomain().IsMatch(name);

    /// <summary>
    /// A name with a hash of some text at its end. The name is shortened where the result would be too long.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="text">What the hash depends on, so that two names that are shortened alike stay different.</param>
    /// <param name="maxLength">How long the result may be.</param>
    public static string WithHash(string name, string text, int maxLength)
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
