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
    public static string? Replace(string json, string pointer, string current, string replacement)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        if (PointerReader.FindText(utf8, pointer, current) is not { } range)
            return null;

        var before = Encoding.UTF8.GetString(utf8.AsSpan(..range.Start.Value));
        var after = Encoding.UTF8.GetString(utf8.AsSpan(range.End.Value..));
        return $"{before}\"{JsonEncodedText.Encode(replacement)}\"{after}";
    }
}
