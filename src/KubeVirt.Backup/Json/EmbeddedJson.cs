using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Reads and changes JSON that stands as a text inside other JSON, as in some annotations.</summary>
internal static class EmbeddedJson
{
    /// <summary>The texts that the paths of a table lead to, each with its pointer.</summary>
    /// <param name="json">The embedded JSON.</param>
    /// <param name="table">The paths.</param>
    /// <returns>
    /// The texts and no problem; or no texts and what is wrong with the whole, as the object of a sentence.
    /// </returns>
    public static (IReadOnlyList<(string Pointer, string Text)> Texts, string? Problem) Read(
        string json,
        PathTable table
    )
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var scanner = new PathScanner();
        try
        {
            scanner.Scan(utf8, table);
        }
        catch (JsonException)
        {
            return ([], "a text that is not JSON");
        }

        if (scanner.Mismatches is [var mismatch, ..])
        {
            var place = mismatch.Pointer.Length == 0 ? "" : $" at {mismatch.Pointer}";
            return ([], $"{mismatch.FoundText} in the text{place}, where {mismatch.Expected} belongs");
        }

        var texts = new List<(string Pointer, string Text)>(scanner.Matches.Count);
        foreach (var match in scanner.Matches)
        {
            var pointer = match.Indexes.Fill(table.Patterns[match.Pattern]);
            texts.Add((pointer, match.TextIn(utf8)));
        }

        return (texts, null);
    }

    /// <summary>
    /// The JSON with one text replaced and every other byte, white space too, as it was. <see langword="null"/> where
    /// the pointer leads to another text or to none.
    /// </summary>
    /// <param name="json">The embedded JSON.</param>
    /// <param name="pointer">The pointer to the text.</param>
    /// <param name="current">The text that must stand there.</param>
    /// <param name="replacement">The text to put there.</param>
    public static string? Replace(string json, string pointer, string current, string replacement) =>
        ReplaceAll(json, place => place.Pointer == pointer && place.Text == current ? replacement : null);

    /// <summary>
    /// The JSON with some of its texts replaced and every other byte, white space too, as it was.
    /// <see langword="null"/> where none is, or it is no JSON.
    /// </summary>
    /// <param name="json">The embedded JSON.</param>
    /// <param name="replacementOf">Gives the text to put at a place; <see langword="null"/> for what is to stay.</param>
    public static string? ReplaceAll(string json, Func<(string Pointer, string Text), string?> replacementOf)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var replaced = new StringBuilder(json.Length);
        var copied = 0;
        foreach (var (pointer, text, bytes) in TextsIn(utf8))
        {
            if (replacementOf((pointer, text)) is not { } replacement)
                continue;

            replaced.Append(Encoding.UTF8.GetString(utf8.AsSpan(copied..bytes.Start.Value)));
            replaced.Append('"').Append(JsonEncodedText.Encode(replacement).Value).Append('"');
            copied = bytes.End.Value;
        }

        return copied == 0 ? null : replaced.Append(Encoding.UTF8.GetString(utf8.AsSpan(copied..))).ToString();
    }

    private static IReadOnlyList<(string Pointer, string Text, Range Bytes)> TextsIn(byte[] utf8)
    {
        try
        {
            return TextRanges.Find(utf8);
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
