using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace KubeVirt.Backup.Manifests;

/// <summary>Byte order marks, and which of the two formats a text is.</summary>
internal static class ManifestText
{
    public const string KeptBefore = "What stands before is kept; mend the rest and read again.";
    public const string NotUtf8 = $"here stands a byte that is not UTF-8. {KeptBefore}";

    private static readonly Encoding[] Wide =
    [
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    ];

    /// <summary>The text in UTF-8 without a byte order mark; the same bytes wherever it was UTF-8 already.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble))
            return content[Encoding.UTF8.Preamble.Length..];
        var encoding = Array.Find(Wide, encoding => content.Span.StartsWith(encoding.Preamble));
        return encoding is null
            ? content
            : Encoding.UTF8.GetBytes(encoding.GetString(content.Span[encoding.Preamble.Length..]));
    }

    /// <summary>Whether the text begins as JSON does; YAML in flow style does too.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty && text[0] is (byte)'{' or (byte)'[';
    }

    /// <summary>Whether a YAML document ends, or another one begins, with this line.</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> text) =>
        (text.StartsWith("---"u8) || text.StartsWith("..."u8))
        && (text.Length == 3 || text[3] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    /// <summary>
    /// Whether a text can follow a complete YAML document: after comments only the next document, or nothing.
    /// </summary>
    public static bool IsBehindDocument(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            var content = text[line].Trim(" \t\r"u8);
            if (!content.IsEmpty && content[0] != (byte)'#')
                return IsSeparator(text[line]);
        }

        return true;
    }

    /// <summary>
    /// The text without the byte order marks of files that were joined into one: those that follow a line of dashes.
    /// </summary>
    public static ReadOnlyMemory<byte> WithoutInnerMarks(ReadOnlyMemory<byte> text)
    {
        var mark = (byte[])[(byte)'\n', .. Encoding.UTF8.Preamble];
        if (text.Span.IndexOf(mark) < 0)
            return text;
        var result = new ArrayBufferWriter<byte>(text.Length);
        var rest = text.Span;
        while (rest.IndexOf(mark) is >= 0 and var at)
        {
            var lastLine = rest[..at][(rest[..at].LastIndexOf((byte)'\n') + 1)..];
            var keep = lastLine.StartsWith("---"u8) ? at + 1 : at + mark.Length;
            result.Write(rest[..keep]);
            rest = rest[(at + mark.Length)..];
        }

        result.Write(rest);
        return result.WrittenMemory;
    }

    /// <summary>Whether this is text, in UTF-8.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && Utf8.IsValid(bytes);

    /// <summary>How many bytes there are before the last character if that is cut off.</summary>
    public static int LengthWithoutCut(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out _, out var length) == OperationStatus.NeedMoreData
            ? text.Length - length
            : text.Length;

    /// <summary>How many bytes from the start are well-formed UTF-8.</summary>
    public static int ValidLength(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return text.Length;
        Span<char> chars = stackalloc char[1024];
        var valid = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(text[valid..], chars, out var read, out _, replaceInvalidSequences: false);
            valid += read;
            if (status != OperationStatus.DestinationTooSmall)
                return valid;
        }
    }
}
