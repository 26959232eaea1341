using System.Buffers;
using System.Globalization;
using System.Text;

namespace KubeVirt.Backup;

/// <summary>
/// Texts of a backup on their way to a terminal, a page or a picture. Whoever can create an object can choose texts in it:
/// an escape sequence would command the terminal, a line break forge a line, a bidirectional mark turn a name around.
/// </summary>
internal static class PrintableText
{
    private const int MaxLength = 2000;
    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainCharacters());
    private static readonly SearchValues<char> PlainLines = SearchValues.Create(PlainCharacters() + '\n');

    /// <summary>Whether a character shows as itself, and changes nothing beside it.</summary>
    /// <remarks>
    /// Source: Unicode general categories. Cc are controls, Cf bidirectional marks and characters without width, Zl and
    /// Zp line breaks, Cs halves of a pair.
    /// </remarks>
    public static bool IsPrintable(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    /// <summary>Whether each character of a text shows as itself, or ends a line.</summary>
    public static bool IsPrintableText(ReadOnlySpan<char> text)
    {
        // Most texts are plain, so that one look over many characters at a time spares one for each.
        for (var at = text.IndexOfAnyExcept(PlainLines); at >= 0; at = text.IndexOfAnyExcept(PlainLines))
        {
            if (!IsPrintable(text[at]))
                return false;

            text = text[(at + 1)..];
        }

        return true;
    }

    /// <summary>
    /// The text with each character that does not print written as its number, and cut off where nobody would read on.
    /// Nearly all texts come back as they are.
    /// </summary>
    public static string Escape(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(Plain))
            return text;

        var kept = text.Length > MaxLength ? text.AsSpan(0, MaxLength) : text;
        var printable = new StringBuilder(kept.Length);
        foreach (var c in kept)
        {
            if (IsPrintable(c))
                printable.Append(c);
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        if (text.Length > MaxLength)
            printable.Append("...");

        return printable.ToString();
    }

    /// <summary>
    /// A JSON document in which texts hold no character that does not print: written as JSON writes them, so that who reads
    /// it gets them back. Line breaks between members stay.
    /// </summary>
    public static string EscapeJson(string json)
    {
        if (IsPrintableText(json))
            return json;

        var printable = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            if (c == '\n' || IsPrintable(c))
                printable.Append(c);
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return printable.ToString();
    }

    private static string PlainCharacters() => new([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);
}
