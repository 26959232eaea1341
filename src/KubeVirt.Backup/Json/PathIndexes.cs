using System.Globalization;
using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>The positions that the stars of a pattern stand for. No pattern has more than three.</summary>
internal readonly record struct PathIndexes(int First, int Second, int Third)
{
    public int this[int star] =>
        star switch
        {
            0 => First,
            1 => Second,
            _ => Third,
        };

    public int Max => Math.Max(First, Math.Max(Second, Third));

    public PathIndexes With(int star, int index) =>
        star switch
        {
            0 => this with { First = index },
            1 => this with { Second = index },
            _ => this with { Third = index },
        };

    /// <summary>The pattern with its stars replaced.</summary>
    public string Fill(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
            return pattern;
        var text = new StringBuilder(pattern.Length + 4);
        var star = 0;
        foreach (var c in pattern)
        {
            if (c == '*')
                text.Append(CultureInfo.InvariantCulture, $"{this[star++]}");
            else
                text.Append(c);
        }

        return text.ToString();
    }
}
