using System.Buffers;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>Growing UTF-8 text that can be cut back, with an upper bound.</summary>
internal sealed class Utf8Buffer(int maxBytes = int.MaxValue)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (char)i),
        '"',
        '\\',
    ]);
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> this[Range range] => Written[range];

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

    /// <summary>A JSON string in quotes.</summary>
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

    private void Reserve(int count)
    {
        if (count > maxBytes - Length)
            throw new YamlRefusedException(
                Findings.FindingIds.DocumentTooLarge,
                $"it is larger than {maxBytes} bytes. Split it, or raise MaxBytes."
            );
        if (Length + count > _bytes.Length)
            Array.Resize(
                ref _bytes,
                (int)Math.Min(Array.MaxLength, Math.Max(Length + (long)count, _bytes.Length * 2L))
            );
    }
}
