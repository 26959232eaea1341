using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A value that a pattern leads to.</summary>
/// <param name="Pattern">Number of the pattern in its <see cref="PathTable"/>.</param>
/// <param name="Parent">Number of the object that holds the value: equal for siblings.</param>
/// <param name="Indexes">The list positions that the pattern's stars stand for.</param>
/// <param name="Token">The value's type.</param>
/// <param name="Start">Offset of the value's text, behind the quote of a string.</param>
/// <param name="Length">How many bytes the value's text has, without quotes.</param>
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
    /// <summary>The value as a string, unescaped.</summary>
    /// <param name="json">The JSON that was scanned.</param>
    public string TextIn(ReadOnlySpan<byte> json)
    {
        if (!Escaped)
            return Encoding.UTF8.GetString(json.Slice(Start, Length));

        // From the quote before the text, so that the reader does the unescaping.
        var reader = new Utf8JsonReader(json[(Start - 1)..]);
        reader.Read();

        return reader.GetString()!;
    }
}
