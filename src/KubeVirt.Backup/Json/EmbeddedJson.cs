using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>Reads and changes JSON that stands as a text inside other JSON, as some annotations do.</summary>
internal static class EmbeddedJson
{
    /// <summary>The texts that a path meets, each with its pointer; what is wrong with the whole otherwise.</summary>
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
            return ([], "a text that is no JSON");
        }

        if (scanner.Mismatches is [var mismatch, ..])
            return (
                [],
                $"{mismatch.FoundText} in the text{(mismatch.Pointer.Length == 0 ? "" : $" at {mismatch.Pointer}")}, where {mismatch.Expected} belongs"
            );
        return (
            [
                .. scanner.Matches.Select(match =>
                    (match.Indexes.Fill(table.Patterns[match.Pattern]), match.TextIn(utf8))
                ),
            ],
            null
        );
    }

    /// <summary>
    /// The JSON with one text replaced and all else, white space too, as it was; <see langword="null"/> where another
    /// text stands there.
    /// </summary>
    public static string? Replace(string json, string pointer, string now, string then)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        if (PointerReader.FindText(utf8, pointer, now) is not { } range)
            return null;
        return $"{Encoding.UTF8.GetString(utf8.AsSpan(..range.Start.Value))}\"{JsonEncodedText.Encode(then)}\"{Encoding.UTF8.GetString(utf8.AsSpan(range.End.Value..))}";
    }
}
