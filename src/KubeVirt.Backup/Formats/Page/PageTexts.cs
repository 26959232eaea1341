using System.Text.Json;

namespace KubeVirt.Backup.Formats;

/// <summary>The texts of a page, each once: pointers and reasons are alike at many objects.</summary>
internal sealed class PageTexts
{
    /// <summary>The number of a text that is not there.</summary>
    public const int None = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The number of a text; <see cref="None"/> for <see langword="null"/>.</summary>
    /// <param name="text">The text as the object holds it.</param>
    public int NumberOf(string? text)
    {
        if (text is null)
            return None;
        if (_numbers.TryGetValue(text, out var known))
            return known;

        var number = _texts.Count;
        _numbers.Add(text, number);
        _texts.Add(text);

        return number;
    }

    /// <summary>Writes the list of the texts, in which characters that do not print are written as their numbers.</summary>
    /// <param name="writer">Where to write, after all else: only then are all texts known.</param>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("texts");
        foreach (var text in _texts)
            writer.WriteStringValue(PrintableText.Escape(text));
        writer.WriteEndArray();
    }
}
