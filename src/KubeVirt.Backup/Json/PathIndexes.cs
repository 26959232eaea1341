using System.Globalization;
using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>The list positions that the stars of a pattern stand for. No pattern has more than three stars.</summary>
/// <remarks>Three fields in place of an array, so that a match costs no allocation.</remarks>
internal readonly record struct PathIndexes(int First, int Second, int Third)
{
    public int this[int star] =>
        star switch
        {
            0 => First,
            1 => Second,
            _ => Third,
        };

    /// <summary>The highest of the positions.</summary>
    public int Max => Math.Max(First, Math.Max(Second, Third));

    /// <summary>The positions with that of one star replaced.</summary>
    public PathIndexes With(int star, int index) =>
        star switch
        {
            0 => this with { First = index },
            1 => this with { Second = index },
            _ => this with { Third = index },
        };

    /// <summary>The JSON pointer that the pattern stands for: its stars replaced by the positions.</summary>
    public string Fill(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
            return pattern;

        var text = new StringBuilder(pattern.Length + 4);
        var star = 0;
        foreach (var c in pattern)
        {
            if (c != '*')
            {
                text.Append(c);
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{this[star]}");
            star++;
        }

        return text.ToString();
    }
}
