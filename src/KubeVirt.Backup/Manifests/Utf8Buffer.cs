using System.Buffers;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>A growing buffer of UTF-8 text that can be cut back.</summary>
/// <param name="maxBytes">How large it may become. Default: as large as an array can be.</param>
internal sealed class Utf8Buffer(int maxBytes = int.MaxValue)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (char)i),
        '"',
        '\\',
    ]);
    private byte[] _bytes = new byte[1024];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The text. Invalid after the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> this[Range range] => Written[range];

    /// <summary>Cuts the text back to a length that it had before.</summary>
    public void Truncate(int length) => Length = length;

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    public void Append(ReadOnlySpan<char> value)
    {
        Reserve(Encoding.UTF8.GetByteCount(value));
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    /// <summary>Appends a JSON string in quotes. Only what JSON requires is escaped.</summary>
    public void AppendString(ReadOnlySpan<char> value)
    {
        Append((byte)'"');
        while (value.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Append(value[..at]);
            AppendEscape(value[at]);
            value = value[(at + 1)..];
        }

        Append(value);
        Append((byte)'"');
    }

    /// <summary>Appends the shortest escape of a character that JSON requires to be escaped.</summary>
    private void AppendEscape(char value)
    {
        switch (value)
        {
            case '"':
                Append("\\\""u8);
                break;
            case '\\':
                Append("\\\\"u8);
                break;
            case '\n':
                Append("\\n"u8);
                break;
            case '\r':
                Append("\\r"u8);
                break;
            case '\t':
                Append("\\t"u8);
                break;
            default:
                Append($"\\u{(int)value:x4}");
                break;
        }
    }

    /// <exception cref="YamlRefusedException">The buffer would become larger than it may.</exception>
    private void Reserve(int count)
    {
        if (count > maxBytes - Length)
        {
            throw new YamlRefusedException(
                Findings.FindingIds.DocumentTooLarge,
                $"the document is larger than {maxBytes} bytes. Split it, or raise MaxBytes."
            );
        }

        if (Length + count > _bytes.Length)
        {
            var doubled = Math.Max(Length + (long)count, _bytes.Length * 2L);
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, doubled));
        }
    }
}
