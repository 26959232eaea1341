using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>One place where a pattern met a value.</summary>
/// <param name="Pattern">Number of the pattern in its table.</param>
/// <param name="Parent">Number of the object that holds the value: equal for siblings.</param>
/// <param name="Indexes">What the pattern's stars stand for.</param>
/// <param name="Token">The value's type.</param>
/// <param name="Start">First byte of the value's text.</param>
/// <param name="Length">Bytes of the value's text.</param>
/// <param name="Escaped">Whether the text holds JSON escapes.</param>
internal readonly record struct PathMatch(
    int Pattern,
    int Parent,
    PathIndexes Indexes,
    JsonTokenType Token,
    int Start,
    int Length,
    bool Escaped
)
{
    /// <summary>The text, unescaped.</summary>
    /// <param name="json">What was scanned.</param>
    public string TextIn(ReadOnlySpan<byte> json)
    {
        if (!Escaped)
            return Encoding.UTF8.GetString(json.Slice(Start, Length));
        var reader = new Utf8JsonReader(json[(Start - 1)..]);
        reader.Read();
        return reader.GetString()!;
    }
}
