using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Decides in which of YAML's styles a string can be written, so that readers of YAML 1.1 and of 1.2 read the same
/// string.
/// </summary>
internal static class YamlText
{
    private const int LongestKeyword = 5;
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-:"u8
    );

    // Bytes that may need an escape in quotes. Of longer characters that need one, this is the first byte.
    private static readonly SearchValues<byte> MayNeedEscape = SearchValues.Create([
        .. Enumerable
            .Range(0, 256)
            .Select(b => (byte)b)
            .Where(b => b is < 0x20 or (byte)'"' or (byte)'\\' or 0x7f or 0xc2 or 0xe2 or 0xef),
    ]);

    // Texts that one reader or the other takes for a boolean, null or number, in any case.
    private static readonly FrozenSet<string> Keywords = new[]
    {
        "y",
        "n",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
        "nan",
        "inf",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the text needs no quotes: it begins with a letter, has no special characters, and is no keyword.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]) || text[^1] == ':' || text.ContainsAnyExcept(PlainBytes))
            return false;
        if (text.Length > LongestKeyword)
            return true;

        Span<char> buffer = stackalloc char[LongestKeyword];
        var length = Encoding.ASCII.GetChars(text, buffer);
        return !Keywords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(buffer[..length]);
    }

    /// <summary>
    /// Whether the text can stand as a literal block: several printable lines, without blanks at their ends.
    /// </summary>
    public static bool IsLiteral(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'\n') < 0)
            return false;

        var isFirst = true;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.IsEmpty)
                continue;

            if (
                line[^1] is (byte)' ' or (byte)'\t'
                || (isFirst && line[0] is (byte)' ' or (byte)'\t')
                || !IsPrintable(line)
            )
                return false;

            isFirst = false;
        }

        // A text of line breaks alone has to stand in quotes.
        return !isFirst;
    }

    /// <summary>The text in double quotes; every character stands as itself unless a reader could alter it.</summary>
    public static void AppendQuoted(Utf8Buffer yaml, ReadOnlySpan<byte> text)
    {
        yaml.Append((byte)'"');
        while (text.IndexOfAny(MayNeedEscape) is >= 0 and var at)
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            yaml.Append(text[..at]);
            if (NeedsEscape(rune))
                AppendEscape(yaml, rune);
            else
                yaml.Append(text.Slice(at, length));
            text = text[(at + length)..];
        }

        yaml.Append(text);
        yaml.Append((byte)'"');
    }

    /// <summary>Whether every character of a line can stand in a literal block, where nothing can be escaped.</summary>
    private static bool IsPrintable(ReadOnlySpan<byte> line)
    {
        while (line.IndexOfAny(MayNeedEscape) is >= 0 and var at)
        {
            Rune.DecodeFromUtf8(line[at..], out var rune, out var length);
            if (rune.Value is not ('\t' or '"' or '\\') && NeedsEscape(rune))
                return false;
            line = line[(at + length)..];
        }

        return true;
    }

    /// <summary>
    /// Whether a character must be escaped in quotes: control characters, line breaks of Unicode, byte order marks, and
    /// what YAML does not allow as it is.
    /// </summary>
    private static bool NeedsEscape(Rune rune) =>
        rune.Value is < 0x20 or '"' or '\\' or (>= 0x7f and < 0xa0) or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff;

    /// <summary>Appends the escape of a character in YAML's double quotes.</summary>
    private static void AppendEscape(Utf8Buffer yaml, Rune rune)
    {
        var escape = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < 0x100 => $"\\x{rune.Value:x2}",
            _ => $"\\u{rune.Value:x4}",
        };
        yaml.Append(escape);
    }
}
