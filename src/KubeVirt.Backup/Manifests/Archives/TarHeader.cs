using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>One header block of a tar: what of it matters here.</summary>
/// <param name="Name">The path as it is written.</param>
/// <param name="Size">Bytes of content; <see cref="long.MaxValue"/> where it takes more than 33 bits to say.</param>
/// <param name="Type">The type flag.</param>
/// <remarks>Source: POSIX.1-2017, pax, ustar Interchange Format; GNU tar manual, Basic Tar Format.</remarks>
internal readonly record struct TarHeader(string Name, long Size, char Type)
{
    public const int BlockSize = 512;

    private const int ChecksumAt = 148;
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Whether a block is a header: its checksum says so, whichever tar wrote it.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockSize)
            return false;
        var sum = 8 * ' ';
        foreach (var value in block[..ChecksumAt])
            sum += value;
        foreach (var value in block[(ChecksumAt + 8)..BlockSize])
            sum += value;
        return Octal(block.Slice(ChecksumAt, 8)) == sum;
    }

    /// <exception cref="FormatException">
    /// The name or the size cannot be read; the message says which and why.
    /// </exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        var name = Text(block[..100]);
        // GNU keeps other things where POSIX has the first part of a long path.
        if (block.Slice(257, 6).SequenceEqual("ustar\0"u8) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix)
            name = $"{prefix}/{name}";
        var size = Octal(block.Slice(124, 12)) ?? throw new FormatException("has a size that is no number");
        return new TarHeader(name, size, (char)block[156]);
    }

    /// <summary>UTF-8 up to the NUL that pads it.</summary>
    /// <exception cref="FormatException">It is not UTF-8, or goes on after the NUL.</exception>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var text = field.TrimEnd((byte)0);
        if (text.Contains((byte)0))
            throw new FormatException("has a NUL in its name");
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("has a name that is not UTF-8", e);
        }
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        // GNU's binary form, for what octal digits cannot hold.
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
