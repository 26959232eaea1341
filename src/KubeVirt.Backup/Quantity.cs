using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup;

/// <summary>
/// Kubernetes quantities, such as <c>10Gi</c>, as whole numbers, exactly: no floating point comes near the size of a
/// disk.
/// </summary>
/// <remarks>
/// Source: Kubernetes apimachinery pkg/api/resource/quantity.go: suffixes, exponents, and fractions of a byte that
/// count as one more.
/// </remarks>
public static partial class Quantity
{
    // No disk has 10^30 bytes, and an exponent in a manifest must not cost the time to compute a larger number.
    private const int MaxExponent = 30;

    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // The power of ten that each decimal suffix stands for.
    private static readonly Dictionary<string, int> Decimal = new(StringComparer.Ordinal)
    {
        ["n"] = -9,
        ["u"] = -6,
        ["m"] = -3,
        [""] = 0,
        ["k"] = 3,
        ["M"] = 6,
        ["G"] = 9,
        ["T"] = 12,
        ["P"] = 15,
        ["E"] = 18,
    };

    /// <summary>
    /// The bytes of a quantity, which may be a text or a number; <see langword="null"/> where it is none or less than
    /// nothing.
    /// </summary>
    internal static BigInteger? Bytes(JsonNode? node) =>
        node is JsonValue value ? Bytes(value.TryGetValue<string>(out var text) ? text : value.ToJsonString()) : null;

    /// <summary>
    /// The whole number that a quantity stands for: bytes for a size, pieces for a count. A fraction counts as one
    /// more.
    /// </summary>
    /// <param name="text">A quantity, such as <c>10Gi</c>, <c>1.5G</c>, <c>1e3</c> or <c>500m</c>.</param>
    /// <returns>
    /// The number; <see langword="null"/> where the text is no quantity, is negative, or has an exponent beyond 30.
    /// </returns>
    public static BigInteger? Bytes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text);
        if (!match.Success)
            return null;

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture);
        var suffix = match.Groups["suffix"].Value;
        var exponent = match.Groups["exponent"].Value;

        if (exponent.Length > 0)
            return Exponent(exponent) is { } power ? Scale(digits, power - fraction.Length) : null;
        if (Decimal.TryGetValue(suffix, out var tens))
            return Scale(digits, tens - fraction.Length);

        return Scale(digits << (10 * Array.IndexOf(Binary, suffix)), -fraction.Length);
    }

    /// <summary>The exponent; <see langword="null"/> where it is too large to be meant.</summary>
    private static int? Exponent(string text)
    {
        var isNumber = int.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var exponent
        );

        return isNumber && Math.Abs(exponent) <= MaxExponent ? exponent : null;
    }

    /// <summary>Digits times a power of ten, rounded up.</summary>
    private static BigInteger Scale(BigInteger digits, int power) =>
        power >= 0 ? digits * BigInteger.Pow(10, power) : Ceiling(digits, BigInteger.Pow(10, -power));

    /// <summary>The shortest way to write down bytes exactly, with a binary suffix where one fits.</summary>
    /// <param name="bytes">A number that is not negative.</param>
    /// <returns>A quantity such as <c>10Gi</c>, or plain digits.</returns>
    public static string Format(BigInteger bytes)
    {
        var power = 0;
        while (power < Binary.Length - 1 && !bytes.IsZero && (bytes & 1023).IsZero)
        {
            bytes >>= 10;
            power++;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + Binary[power];
    }

    /// <summary>The smallest multiple that is not below a number.</summary>
    internal static BigInteger RoundUp(BigInteger bytes, BigInteger multiple) => Ceiling(bytes, multiple) * multiple;

    private static BigInteger Ceiling(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;

    [GeneratedRegex(
        @"\A\+?(?=\.?[0-9])(?<whole>[0-9]{0,40})(\.(?<fraction>[0-9]{0,40}))?"
            + @"((?<suffix>[KMGTPE]i|[numkMGTPE]?)|[eE](?<exponent>[+-]?[0-9]{1,3}))\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
