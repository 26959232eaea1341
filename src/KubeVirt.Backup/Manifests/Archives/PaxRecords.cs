using System.Buffers.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>The extended header before an entry whose name or size does not fit into its own header.</summary>
/// <param name="Path">The entry's name, where it is given here.</param>
/// <param name="Size">The entry's size, where it is given here.</param>
/// <remarks>
/// Source: POSIX.1-2017, pax, pax Extended Header: records of the form <c>length key=value\n</c>, the length counting
/// all of it.
/// </remarks>
internal readonly record struct PaxRecords(string? Path, long? Size)
{
    /// <summary>Reads the records of an extended header. Records of other keys are skipped.</summary>
    /// <exception cref="FormatException">
    /// A record is broken; the message goes on from the name of the entry.
    /// </exception>
    public static PaxRecords Parse(ReadOnlySpan<byte> content)
    {
        var records = default(PaxRecords);
        while (!content.IsEmpty)
        {
            if (!TryReadLength(content, out var length, out var digits))
                throw new FormatException("has an extended header that is broken");

            var record = content[(digits + 1)..(length - 1)];
            content = content[length..];

            if (record.StartsWith("path="u8))
                records = records with { Path = TarHeader.Text(record["path=".Length..]) };
            else if (record.StartsWith("size="u8))
                records = records with { Size = Number(record["size=".Length..]) };
        }

        return records;
    }

    /// <summary>Reads the length at the start of a record and checks that a line break stands at that length.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> content, out int length, out int digits)
    {
        if (!Utf8Parser.TryParse(content, out length, out digits))
            return false;
        if (length <= digits || length > content.Length)
            return false;

        return content[digits] == ' ' && content[length - 1] == '\n';
    }

    /// <exception cref="FormatException">The text is not a number, or less than 0.</exception>
    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out var digits) && digits == text.Length && value >= 0
            ? value
            : throw new FormatException("has a size that is not a number");
}
