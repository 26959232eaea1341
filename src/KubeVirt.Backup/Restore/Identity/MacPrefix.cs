using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Restore;

/// <summary>The first octets of the addresses that are made, and how the rest follows from a name.</summary>
internal sealed class MacPrefix
{
    // The rest leaves more addresses than a machine can have interfaces.
    private const int MaxOctets = 3;

    private readonly byte[] _octets;

    /// <summary>Reads a prefix such as <c>02:aa:bb</c>.</summary>
    /// <exception cref="ArgumentException">The text is no such prefix, or one that no interface may have.</exception>
    public MacPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var parts = prefix.Split(':', '-');
        var isPrefix = parts.Length <= MaxOctets && parts.All(IsOctet);
        if (!isPrefix)
        {
            throw new ArgumentException(
                $"'{prefix}' is no prefix of MAC addresses. Give one to three octets divided by colons, "
                    + "such as 02 or 02:aa:bb.",
                nameof(prefix)
            );
        }

        _octets = [.. parts.Select(ToOctet)];
        if ((_octets[0] & 1) != 0)
            throw new ArgumentException(
                $"'{prefix}' is the prefix of multicast addresses. Make its first octet even, such as 02.",
                nameof(prefix)
            );
    }

    /// <summary>The address that belongs to a name; another one where it is taken or may not be used.</summary>
    public MacAddress Of(string name, IReadOnlySet<MacAddress> taken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{name}/{attempt}");
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
            var address = new MacAddress([.. _octets, .. hash.AsSpan(0, MacAddress.Length - _octets.Length)]);
            if (address.Fault is null && !taken.Contains(address))
                return address;
        }
    }

    private static bool IsOctet(string part) => part.Length == 2 && part.All(char.IsAsciiHexDigit);

    private static byte ToOctet(string part) =>
        byte.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
