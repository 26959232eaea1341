using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>The fields of a tar header that matter for reading an archive.</summary>
/// <param name="Name">The path of the entry, unchecked.</param>
/// <param name="Size">
/// How many bytes of content follow; <see cref="long.MaxValue"/> where that takes more than 33 bits to write.
/// </param>
/// <param name="Type">The type flag: <c>0</c> for a file, <c>5</c> for a folder and so on.</param>
/// <remarks>Source: POSIX.1-2017, pax, ustar Interchange Format; GNU tar manual, Basic Tar Format.</remarks>
internal readonly record struct TarHeader(string Name, long Size, char Type)
{
    /// <summary>
    /// A tar consists of blocks of this size: each header is one, and content is padded to whole ones.
    /// </summary>
    public const int BlockSize = 512;

    private const int NameLength = 100;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;
    private const int TypeAt = 156;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;
    private const int PrefixLength = 155;
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Whether a block is a header: whichever tar wrote it, its checksum is right.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockSize)
            return false;

        // The checksum field itself counts as blanks.
        var sum = ChecksumLength * ' ';
        foreach (var value in block[..ChecksumAt])
            sum += value;
        foreach (var value in block[(ChecksumAt + ChecksumLength)..BlockSize])
            sum += value;

        return Octal(block.Slice(ChecksumAt, ChecksumLength)) == sum;
    }

    /// <summary>Reads a header block.</summary>
    /// <exception cref="FormatException">
    /// The name or the size cannot be read; the message goes on from the name of the entry.
    /// </exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        var name = Text(block[..NameLength]);
        // GNU tar keeps other things where POSIX has the first part of a long path.
        var isPosix = block[MagicAt..].StartsWith("ustar\0"u8);
        var prefix = isPosix ? Text(block.Slice(PrefixAt, PrefixLength)) : "";
        if (prefix.Length > 0)
            name = $"{prefix}/{name}";

        var size = Octal(block.Slice(SizeAt, SizeLength))
            ?? throw new FormatException("has a size that is not a number");
        return new TarHeader(name, size, (char)block[TypeAt]);
    }

    /// <summary>The text of a field, without the NUL bytes at its end.</summary>
    /// <exception cref="FormatException">The text is not UTF-8, or a NUL byte stands inside of it.</exception>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var text = field.TrimEnd((byte)0);
        if (text.Contains((byte)0))
            throw new FormatException("has a NUL byte in its name");

        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("has a name that is not UTF-8", e);
        }
    }

    /// <summary>A number in octal digits; <see langword="null"/> where the field is none.</summary>
    private static long? Octal(ReadOnlySpan<byte> field)
    {
        // GNU tar's binary form, for numbers that do not fit into the octal digits.
        if ((field[0] & 0x80) != 0)
            return long.MaxValue;

        field = field.Trim(" \0"u8);
        var value = 0L;
        foreach (var digit in field)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }
}
