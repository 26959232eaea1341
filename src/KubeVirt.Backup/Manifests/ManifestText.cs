using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// What is known of a manifest by its bytes alone: encoding, byte order marks, and whether it is JSON or YAML.
/// </summary>
internal static class ManifestText
{
    public const string KeptBefore = "What comes before is kept. Correct the rest and read again.";
    public const string NotUtf8 = $"a byte here is not UTF-8. {KeptBefore}";

    private static readonly Encoding[] Wide =
    [
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
    ];

    /// <summary>
    /// The text in UTF-8 without a byte order mark. UTF-16 is recognized by its mark; UTF-8 is returned without a copy.
    /// </summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble))
            return content[Encoding.UTF8.Preamble.Length..];

        var encoding = Array.Find(Wide, encoding => content.Span.StartsWith(encoding.Preamble));
        if (encoding is null)
            return content;

        var text = encoding.GetString(content.Span[encoding.Preamble.Length..]);
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Whether the text begins as JSON does. YAML in flow style begins the same way.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);

        return !text.IsEmpty && text[0] is (byte)'{' or (byte)'[';
    }

    /// <summary>Whether a text begins with a line that ends a YAML document or begins another one.</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> text) =>
        (text.StartsWith("---"u8) || text.StartsWith("..."u8))
        && (text.Length == 3 || text[3] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');

    /// <summary>
    /// Whether a text can follow a complete YAML document: there are only comments before the next document or the end.
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
        byte[] mark = [(byte)'\n', .. Encoding.UTF8.Preamble];
        if (text.Span.IndexOf(mark) < 0)
            return text;

        var result = new ArrayBufferWriter<byte>(text.Length);
        var rest = text.Span;
        while (rest.IndexOf(mark) is >= 0 and var at)
        {
            var before = rest[..at];
            var lastLine = before[(before.LastIndexOf((byte)'\n') + 1)..];
            var keep = lastLine.StartsWith("---"u8) ? at + 1 : at + mark.Length;
            result.Write(rest[..keep]);
            rest = rest[(at + mark.Length)..];
        }

        result.Write(rest);
        return result.WrittenMemory;
    }

    /// <summary>Whether the bytes are text in UTF-8: a NUL byte stands in no manifest.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && Utf8.IsValid(bytes);

    /// <summary>The length of the text without its last character, if that one is cut off.</summary>
    public static int LengthWithoutCut(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out _, out var length) == OperationStatus.NeedMoreData
            ? text.Length - length
            : text.Length;

    /// <summary>How many bytes from the start are valid UTF-8.</summary>
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
