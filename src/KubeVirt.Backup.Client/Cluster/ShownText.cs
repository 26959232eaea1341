using System.Globalization;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Texts of a file on their way to a terminal, which an escape sequence among them would command.</summary>
internal static class ShownText
{
    /// <summary>The text with a question mark for each character that does not print.</summary>
    /// <param name="text">A text in which others may have chosen words.</param>
    /// <returns>A text of the same length.</returns>
    public static string Of(string text) => string.Concat(text.Select(c => Prints(c) ? c : '?'));

    private static bool Prints(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
