using System.Buffers.Text;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The spellings of numbers that kubectl's reader knows, in JSON's spelling and without loss of digits.
/// </summary>
internal static partial class YamlNumbers
{
    // Beyond this a number stays in the spelling with an exponent, as JSON writers do.
    private const int MaxDigits = 21;

    public static bool TryRead(string text, out YamlValue number)
    {
        var plain = text.Contains('_', StringComparison.Ordinal)
            ? text.Replace("_", "", StringComparison.Ordinal)
            : text;
        var digits = plain.AsSpan().TrimStart("+-");
        number = default;
        if (digits.IsEmpty || plain.Length - digits.Length > 1)
            return false;
        var sign = plain[0] == '-' ? "-" : "";
        if (
            digits.Length > 1
            && digits[0] == '0'
            && TryReadBased(digits, out var value)
            && value <= (sign.Length > 0 ? (UInt128)1 << 63 : ulong.MaxValue)
        )
            number = new YamlValue(YamlType.Integer, sign + value.ToString(CultureInfo.InvariantCulture));
        else if (!digits.ContainsAnyExceptInRange('0', '9'))
            number = ReadDecimal(sign, digits);
        else if (
            Float().Match(plain) is { Success: true } match
            && double.IsFinite(double.Parse(plain, CultureInfo.InvariantCulture))
        )
            number = new YamlValue(YamlType.Float, ReadFloat(sign, match));
        return number.Text is not null;
    }

    /// <summary>
    /// Whether this is a JSON number too large for a double, which kubectl cannot hold and takes for text.
    /// </summary>
    public static bool IsHuge(string text) =>
        JsonNumber().IsMatch(text) && !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture));

    /// <inheritdoc cref="IsHuge(string)"/>
    public static bool IsHuge(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out double value, out _) && !double.IsFinite(value);

    private static YamlValue ReadDecimal(string sign, ReadOnlySpan<char> digits)
    {
        var trimmed = digits.TrimStart('0');
        var text = sign + (trimmed.IsEmpty ? "0" : trimmed.ToString());
        return new YamlValue(YamlType.Integer, text);
    }

    // 0x1F, 0o17, 017 and 0b11; what has a digit too high is none: 08 is decimal, 0o8 is text.
    private static bool TryReadBased(ReadOnlySpan<char> digits, out UInt128 value)
    {
        var (radix, prefix) = (digits[1] | 0x20) switch
        {
            'x' => (16u, 2),
            'o' => (8u, 2),
            'b' => (2u, 2),
            _ => (8u, 1),
        };
        var rest = digits[prefix..];
        value = 0;
        foreach (var c in rest)
        {
            var digit = char.IsAsciiHexDigit(c) ? (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10) : uint.MaxValue;
            if (digit >= radix || value > ulong.MaxValue)
                return false;
            value = (value * radix) + digit;
        }

        return !rest.IsEmpty;
    }

    // Decimals keep their digits, so that 2.50 stays 2.50; an exponent is multiplied out where that is short.
    private static string ReadFloat(string sign, Match match)
    {
        var whole = match.Groups["whole"].Value;
        var fraction = match.Groups["fraction"].Value;
        var exponent = match.Groups["exponent"].Value;
        if (exponent.Length > 0)
        {
            if (
                !int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var shift)
                || Math.Abs(shift) + whole.Length + fraction.Length > MaxDigits
            )
                return $"{sign}{Whole(whole)}{Fraction(fraction)}e{exponent}";
            (whole, fraction) =
                shift >= 0
                    ? (whole + fraction.PadRight(shift, '0')[..shift], fraction[Math.Min(shift, fraction.Length)..])
                    : (whole.PadLeft(-shift, '0')[..^-shift], whole.PadLeft(-shift, '0')[^-shift..] + fraction);
        }

        return $"{sign}{Whole(whole)}{Fraction(fraction)}";
    }

    private static string Whole(string digits) => digits.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";

    private static string Fraction(string digits) => digits.Length > 0 ? "." + digits : "";

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
