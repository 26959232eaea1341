using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A MAC address, whatever way it is written: KubeVirt takes colons, hyphens and dots, and upper and lower case.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/network/link/mac.go, which reads it by Go's net.ParseMAC and refuses more than six bytes.
/// </remarks>
internal readonly partial record struct MacAddress
{
    public const int Length = 6;

    // Masquerade gives it to the bridge in the pod. Source: KubeVirt pkg/network/admitter/binding.go.
    private const long Reserved = 0x02_00_00_00_00_00;

    private readonly long _bits;

    /// <summary>Takes the first six bytes.</summary>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes[..Length])
            _bits = (_bits << 8) | octet;
    }

    /// <summary>Why no interface can be given the address; <see langword="null"/> where one can.</summary>
    public string? Fault =>
        this switch
        {
            { _bits: 0 } => "it is all zeros",
            { IsMulticast: true } => "it is a multicast address: its first octet is odd",
            { _bits: Reserved } => "KubeVirt reserves it for the bridge in the pod",
            _ => null,
        };

    /// <summary>Whether it is the address of a group, which no interface can have.</summary>
    public bool IsMulticast => (FirstOctet & 1) != 0;

    /// <summary>Whether the address is for free use; the others belong to the vendor whose range they are in.</summary>
    public bool IsLocal => (FirstOctet & 2) != 0;

    private int FirstOctet => (int)(_bits >> 40);

    /// <summary>
    /// Reads any of the spellings; <see langword="null"/> where the text is no address of six octets.
    /// </summary>
    public static MacAddress? TryParse(string? text) =>
        text is not null && Form().IsMatch(text)
            ? new MacAddress(Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit))))
            : null;

    /// <summary>Six octets in lower case, divided by colons.</summary>
    public override string ToString() => Text(':');

    /// <summary>Six octets in lower case, with a separator between them.</summary>
    public string Text(char separator)
    {
        var bits = _bits;

        return string.Join(
            separator,
            Enumerable.Range(0, Length).Select(i => ((byte)(bits >> (8 * (Length - 1 - i)))).ToString("x2", null))
        );
    }

    [GeneratedRegex(
        @"\A[0-9A-Fa-f]{2}([:-])([0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}\z|\A([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}\z"
    )]
    private static partial Regex Form();
}
