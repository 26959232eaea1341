using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Restore;

/// <summary>Finds the addresses that a text about networks gives to the machine that reads it.</summary>
/// <remarks>
/// Sources: cloud-init doc/rtd/reference/network-config-format-v1.rst and -v2.rst, whose <c>addresses</c> have a prefix
/// length; OpenStack's network_data.json; interfaces files and ifcfg. Read as text: the data may hold templates and need
/// not be YAML. The addresses of routes, gateways and name servers are not the machine's.
/// </remarks>
internal static partial class WrittenAddresses
{
    // Beyond it a message would be longer than anybody reads.
    private const int MaxFound = 8;

    /// <summary>The addresses in network data: of hosts with a prefix length, behind a key, and of the link layer.</summary>
    /// <param name="text">The data.</param>
    public static IReadOnlyList<string> InNetworkData(string text) => [.. All(text).Distinct().Take(MaxFound)];

    /// <summary>
    /// The addresses in a script or in user data, which speak of much else: where a word about interfaces stands in it.
    /// </summary>
    /// <param name="text">The data.</param>
    public static IReadOnlyList<string> InUserData(string text) => Words().IsMatch(text) ? InNetworkData(text) : [];

    /// <summary>All addresses, in the order of their forms.</summary>
    /// <remarks>One may come twice: a key may stand before an address with a prefix length.</remarks>
    private static IEnumerable<string> All(string text)
    {
        foreach (Match match in Prefixed().Matches(text))
        {
            if (IsHost(match.Groups["ip"].Value, match.Groups["length"].Value))
                yield return match.Value;
        }

        foreach (Match match in Keyed().Matches(text))
        {
            if (IPAddress.TryParse(match.Groups["ip"].Value, out _) && !IsOfNameServer(text, match.Index))
                yield return match.Groups["ip"].Value;
        }

        foreach (Match match in Mac().Matches(text))
            yield return match.Value;
    }

    /// <summary>Whether an address with a prefix length is one of a host, and not that of a whole network.</summary>
    private static bool IsHost(string address, string prefixLength)
    {
        if (!IPAddress.TryParse(address, out var ip))
            return false;

        var isV4 = ip.AddressFamily == AddressFamily.InterNetwork;
        var bytes = ip.GetAddressBytes();
        var length = int.Parse(prefixLength, System.Globalization.CultureInfo.InvariantCulture);
        if (length > bytes.Length * 8 || (!isV4 && !address.Contains(':', StringComparison.Ordinal)))
            return false;
        if (length == bytes.Length * 8)
            return true;

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether the entry that an address stands in is one of version 1 about name servers.</summary>
    private static bool IsOfNameServer(string text, int at)
    {
        var type = text.LastIndexOf("type", at, StringComparison.Ordinal);

        return type >= 0 && NameServer().IsMatch(text[type..at]);
    }

    /// <summary>An address of either family with a prefix length, not as a part of a URL or of a longer word.</summary>
    [GeneratedRegex(
        @"(?<![\w.:/])(?<ip>\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7})/(?<length>\d{1,3})(?![\w.:/])"
    )]
    private static partial Regex Prefixed();

    /// <summary>A single address behind a key that gives it to an interface, in YAML, JSON or a file of settings.</summary>
    [GeneratedRegex(
        @"(?<![\w.-])(ip_?addr(ess)?\d*|address)[""']?\s*[:= ]\s*[""']?(?<ip>[0-9A-Fa-f:.]{2,45})(?![\w.:/])",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Keyed();

    /// <summary>An address of the link layer: network data matches interfaces by it, or sets it.</summary>
    [GeneratedRegex(@"(?<![\w:-])[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}(?![\w:-])")]
    private static partial Regex Mac();

    /// <summary>The type of an entry that says where names are looked up.</summary>
    [GeneratedRegex(@"\Atype[""']?\s*:\s*[""']?nameserver")]
    private static partial Regex NameServer();

    /// <summary>Words that stand in user data which configures interfaces.</summary>
    [GeneratedRegex(
        @"addresses?[""']?\s*:|ip_?addr\d*\s*=|ip addr|nmcli|ifcfg-|netplan|/etc/network|UnicastIpAddresses",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Words();
}
