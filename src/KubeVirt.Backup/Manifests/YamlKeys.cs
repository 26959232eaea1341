using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Turns keys of YAML mappings that are no strings into strings, spelled as kubectl spells them.</summary>
/// <remarks>
/// Source: sigs.k8s.io/yaml, convertToJSONableObject: integers and booleans keep their value, floats are written as Go
/// writes a float32 with %g.
/// </remarks>
internal static class YamlKeys
{
    /// <exception cref="YamlRefusedException">The key is null.</exception>
    public static string From(YamlValue key) =>
        key.Type switch
        {
            YamlType.Null => throw Unusable("null"),
            YamlType.Float => FromFloat(key.Text),
            _ => key.Text,
        };

    /// <summary>The key that an alias stands for.</summary>
    /// <exception cref="YamlRefusedException">The alias stands for a mapping, a list or null.</exception>
    public static string FromJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();

        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => From(YamlScalars.Plain(Encoding.UTF8.GetString(reader.ValueSpan))),
            _ => throw Unusable("a mapping, a list or null"),
        };
    }

    /// <summary>
    /// The fewest digits that identify a single-precision number, with an exponent where that is below -4 or from 6 on.
    /// </summary>
    private static string FromFloat(string text)
    {
        var value = (float)double.Parse(text, CultureInfo.InvariantCulture);
        if (!float.IsFinite(value))
            return value > 0 ? ".inf" : "-.inf";

        var sign = float.IsNegative(value) ? "-" : "";
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var mantissa = shortest[0];
        var allDigits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = allDigits.Trim('0');
        if (digits.Length == 0)
            return sign + "0";

        // The exponent of the number when it is written with one digit before the point.
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var wholeDigits = point < 0 ? mantissa.Length : point;
        var leadingZeros = allDigits.Length - allDigits.TrimStart('0').Length;
        var written = shortest.Length > 1 ? int.Parse(shortest[1], CultureInfo.InvariantCulture) : 0;
        var exponent = wholeDigits - 1 - leadingZeros + written;

        return exponent is < -4 or >= 6 ? sign + Scientific(digits, exponent) : sign + Decimal(digits, exponent);
    }

    /// <summary>Writes 1.5e+06: at least two digits of exponent.</summary>
    private static string Scientific(string digits, int exponent)
    {
        var point = digits.Length > 1 ? "." : "";
        var exponentSign = exponent < 0 ? '-' : '+';

        return $"{digits[0]}{point}{digits[1..]}e{exponentSign}{Math.Abs(exponent):00}";
    }

    /// <summary>Writes 0.0015, 15 or 1.5: no zeros at the end, no point without a fraction.</summary>
    private static string Decimal(string digits, int exponent)
    {
        if (exponent < 0)
            return $"0.{new string('0', -exponent - 1)}{digits}";

        var padded = digits.PadRight(exponent + 1, '0');
        var whole = padded[..(exponent + 1)];
        var fraction = padded[(exponent + 1)..];

        return fraction.Length > 0 ? $"{whole}.{fraction}" : whole;
    }

    /// <summary>The exception for a key that JSON does not have.</summary>
    private static YamlRefusedException Unusable(string what) =>
        new(
            FindingIds.UnreadableManifest,
            $"{what} stands as a key, and JSON has no such keys. Put the key in quotes."
        );
}
