using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads the spellings of numbers that kubectl's reader accepts, and gives them JSON's spelling without loss of digits.
/// </summary>
/// <remarks>
/// Source: sigs.k8s.io/yaml, goyaml.v2/resolve.go, which reads integers by Go's strconv.ParseInt with base 0.
/// </remarks>
internal static partial class YamlNumbers
{
    // A number that would need more digits keeps its exponent, as JSON writers do it.
    private const int MaxDigits = 21;

    /// <summary>Reads a number; <see langword="false"/> where the text is none.</summary>
    public static bool TryRead(string text, out YamlValue number)
    {
        number = default;
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        var digits = plain.AsSpan().TrimStart("+-");
        if (digits.IsEmpty || plain.Length - digits.Length > 1)
            return false;

        var sign = plain[0] == '-' ? "-" : "";
        if (TryReadPrefixed(digits, isNegative: sign.Length > 0, out var value))
        {
            number = new YamlValue(YamlType.Integer, sign + value.ToString(CultureInfo.InvariantCulture));
            return true;
        }

        if (!digits.ContainsAnyExceptInRange('0', '9'))
        {
            number = new YamlValue(YamlType.Integer, sign + WithoutLeadingZeros(digits.ToString()));
            return true;
        }

        var match = Float().Match(plain);
        if (!match.Success || !double.IsFinite(double.Parse(plain, CultureInfo.InvariantCulture)))
            return false;

        number = new YamlValue(YamlType.Float, ReadFloat(sign, match));
        return true;
    }

    /// <summary>
    /// Whether this is a JSON number too large for a double. Kubectl cannot hold such a number and reads it as text.
    /// </summary>
    public static bool IsHuge(string text) =>
        JsonNumber().IsMatch(text) && !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="IsHuge(string)"/>
    public static bool IsHuge(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out double value, out _) && !double.IsFinite(value);

    /// <summary>
    /// Reads 0x1F, 0o17, 017 and 0b11. A digit that is too high makes it something else: 08 is decimal, 0o8 is text.
    /// </summary>
    private static bool TryReadPrefixed(ReadOnlySpan<char> digits, bool isNegative, out UInt128 value)
    {
        value = 0;
        if (digits.Length < 2 || digits[0] != '0')
            return false;

        // Setting this bit makes a letter lower-case.
        var (radix, prefixLength) = (digits[1] | 0x20) switch
        {
            'x' => (16u, 2),
            'o' => (8u, 2),
            'b' => (2u, 2),
            _ => (8u, 1),
        };
        var rest = digits[prefixLength..];
        foreach (var c in rest)
        {
            var digit = HexDigit(c);
            if (digit >= radix || value > ulong.MaxValue)
                return false;
            value = (value * radix) + digit;
        }

        var max = isNegative ? (UInt128)1 << 63 : ulong.MaxValue;
        return !rest.IsEmpty && value <= max;
    }

    /// <summary>The value of a hexadecimal digit; a number that is no digit of any radix for all else.</summary>
    private static uint HexDigit(char c)
    {
        if (!char.IsAsciiHexDigit(c))
            return uint.MaxValue;

        return (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }

    /// <summary>
    /// A decimal keeps its digits, so that 2.50 stays 2.50. An exponent is multiplied out where the result is short.
    /// </summary>
    private static string ReadFloat(string sign, Match match)
    {
        var whole = match.Groups["whole"].Value;
        var fraction = match.Groups["fraction"].Value;
        var exponent = match.Groups["exponent"].Value;
        if (exponent.Length == 0)
            return sign + ToDecimal(whole, fraction);

        var isSmall = int.TryParse(
            exponent,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var shift
        );
        if (!isSmall || Math.Abs(shift) + whole.Length + fraction.Length > MaxDigits)
            return $"{sign}{ToDecimal(whole, fraction)}e{exponent}";

        if (shift >= 0)
        {
            var moved = fraction.PadRight(shift, '0')[..shift];
            var rest = fraction[Math.Min(shift, fraction.Length)..];
            return sign + ToDecimal(whole + moved, rest);
        }

        var padded = whole.PadLeft(-shift, '0');
        return sign + ToDecimal(padded[..^-shift], padded[^-shift..] + fraction);
    }

    /// <summary>A decimal without leading zeros, and with a point only where there is a fraction.</summary>
    private static string ToDecimal(string whole, string fraction)
    {
        var integer = WithoutLeadingZeros(whole);

        return fraction.Length > 0 ? $"{integer}.{fraction}" : integer;
    }

    private static string WithoutLeadingZeros(string digits)
    {
        var trimmed = digits.TrimStart('0');

        return trimmed.Length > 0 ? trimmed : "0";
    }

    [GeneratedRegex(
        @"^[-+]?(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?([eE](?<exponent>[-+]?[0-9]+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Float();

    [GeneratedRegex(
        @"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex JsonNumber();
}
