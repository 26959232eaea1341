using System.IO.Enumeration;

namespace KubeVirt.Backup.Platforms;

/// <summary>Texts with <c>*</c> for any text, as the tables of packs have them.</summary>
internal static class TextPattern
{
    /// <summary>Whether a text matches one pattern. Case counts.</summary>
    public static bool Matches(string pattern, string text)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return pattern == text;
        // Nearly all patterns end in their only star.
        if (star == pattern.Length - 1)
            return text.AsSpan().StartsWith(pattern.AsSpan(0, star), StringComparison.Ordinal);

        return FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
    }

    /// <summary>Whether a text matches one of some patterns.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, string text)
    {
        // Called for each key of each object, so without an enumerator.
        for (var n = 0; n < patterns.Count; n++)
        {
            if (Matches(patterns[n], text))
                return true;
        }

        return false;
    }
}
