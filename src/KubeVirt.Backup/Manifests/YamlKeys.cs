using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Keys of YAML mappings that are no strings become strings, spelled as kubectl spells them.</summary>
internal static class YamlKeys
{
    public static string From(YamlValue key) =>
        key.Type switch
        {
            YamlType.Null => throw Unusable("null"),
            YamlType.Float => FromFloat(key.Text),
            _ => key.Text,
        };

    /// <summary>The key that an alias stands for.</summary>
    public static string FromJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => From(YamlScalars.Plain(System.Text.Encoding.UTF8.GetString(reader.ValueSpan))),
            _ => throw Unusable("a mapping, a list or null"),
        };
    }

    // The fewest digits that tell a single-precision number, with an exponent below 1e-4 and from 1e6 on.
    private static string FromFloat(string text)
    {
        var value = (float)double.Parse(text, CultureInfo.InvariantCulture);
        if (!float.IsFinite(value))
            return value > 0 ? ".inf" : "-.inf";
        var sign = float.IsNegative(value) ? "-" : "";
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var allDigits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = allDigits.Trim('0');
        if (digits.Length == 0)
            return sign + "0";
        var exponent =
            (point < 0 ? parts[0].Length : point)
            - 1
            - (allDigits.Length - allDigits.TrimStart('0').Length)
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        if (exponent is < -4 or >= 6)
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        digits = digits.PadRight(Math.Max(0, exponent + 1), '0');
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits[..(exponent + 1)]}{(digits.Length > exponent + 1 ? "." : "")}{digits[(exponent + 1)..]}";
    }

    private static YamlRefusedException Unusable(string what) =>
        new(FindingIds.UnreadableManifest, $"{what} stands as a key, which JSON cannot say. Put the key in quotes.");
}
