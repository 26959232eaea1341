using System.Net;
using System.Text;

namespace KubeVirt.Backup.Formats;

/// <summary>Texts that users chose, on their way into HTML or SVG.</summary>
internal static class HtmlText
{
    /// <summary>A value as HTML text: names and messages can hold anything.</summary>
    public static string Encode(object? value) => WebUtility.HtmlEncode(PrintableText.Escape(value?.ToString() ?? ""));

    /// <summary>
    /// The middle of a long text left out, so that what tells it from its neighbours is seen: names often begin alike.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many characters are kept, the sign of the omission among them.</param>
    public static string Shorten(string text, int length)
    {
        var runes = text.EnumerateRunes().ToArray();
        if (runes.Length <= length)
            return text;

        var kept = length - 1;
        var tail = kept / 3;
        var head = kept - tail;

        return new StringBuilder().AppendJoin("", runes[..head]).Append('…').AppendJoin("", runes[^tail..]).ToString();
    }
}
