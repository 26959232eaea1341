using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Durations as Go writes them, such as <c>5m0s</c>.</summary>
internal static partial class GoDuration
{
    private static readonly Dictionary<string, TimeSpan> Units = new(StringComparer.Ordinal)
    {
        ["h"] = TimeSpan.FromHours(1),
        ["m"] = TimeSpan.FromMinutes(1),
        ["s"] = TimeSpan.FromSeconds(1),
        ["ms"] = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Reads a duration; <see langword="null"/> where a text is none.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || !Whole().IsMatch(text))
            return null;

        var sum = TimeSpan.Zero;
        foreach (Match part in Part().Matches(text))
        {
            var number = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
            sum += Units[part.Groups[2].Value] * number;
        }

        return sum;
    }

    [GeneratedRegex(@"^([\d.]+(h|ms|m|s))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([\d.]+)(h|ms|m|s)")]
    private static partial Regex Part();
}
