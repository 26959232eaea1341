using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>Reads the text form of a selector; positions in errors are those of the whole text.</summary>
internal static class ResourceSelectorParser
{
    /// <summary>Reads the parts one after the other.</summary>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static ResourceSelector Parse(string text)
    {
        var selector = ResourceSelector.Everything;
        if (text.Trim() == "*")
            return selector;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start <= text.Length; )
        {
            var end = text.IndexOf(';', start);
            end = end < 0 ? text.Length : end;
            selector = Add(selector, text, start, end, seen);
            start = end + 1;
        }

        return selector;
    }

    /// <summary>Reads one part, from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    private static ResourceSelector Add(
        ResourceSelector selector,
        string text,
        int start,
        int end,
        HashSet<string> seen
    )
    {
        var equals = text.IndexOf('=', start, end - start);
        var key = equals < 0 ? "" : text[start..equals].Trim();
        var part = text.AsSpan(start, end - start);
        var at = start + part.Length - part.TrimStart().Length;
        if (key is not ("kinds" or "namespaces" or "names" or "labels") || !seen.Add(key))
            throw new SelectorException(
                text,
                at,
                "'kinds=', 'namespaces=', 'names=' or 'labels=', each once and divided by ';', or '*'"
            );

        return key switch
        {
            "kinds" => selector with
            {
                Kinds =
                [
                    .. Items(text, equals + 1, end)
                        .Select(item => At(text, item.At, () => KindPattern.Parse(item.Text))),
                ],
            },
            "namespaces" => selector with { Namespaces = Patterns(text, equals + 1, end) },
            "names" => selector with { Names = Patterns(text, equals + 1, end) },
            _ => selector with { Labels = At(text, equals + 1, () => LabelSelector.Parse(text[(equals + 1)..end])) },
        };
    }

    /// <summary>
    /// Reads names with wildcards; a character that no name has is an error, and would match nothing.
    /// </summary>
    private static ImmutableArray<string> Patterns(string text, int start, int end) =>
        [
            .. Items(text, start, end)
                .Select(item =>
                    item.Text.All(IsPattern)
                        ? item.Text
                        : throw new SelectorException(text, item.At, "a name, with '*' and '?'")
                ),
        ];

    /// <summary>Whether a name or a wildcard can have a character. Some names of roles have a colon.</summary>
    private static bool IsPattern(char c) =>
        char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '*' or '?' or ':';

    /// <summary>The items of a part, which commas divide, with the places of their first characters.</summary>
    private static IEnumerable<(string Text, int At)> Items(string text, int start, int end)
    {
        for (var at = start; at <= end; )
        {
            var comma = text.IndexOf(',', at, end - at);
            var stop = comma < 0 ? end : comma;
            var item = text[at..stop];
            var first = at + item.Length - item.TrimStart().Length;
            yield return item.Trim() is { Length: > 0 } found
                ? (found, first)
                : throw new SelectorException(text, Math.Min(first, text.Length), "a name");
            at = stop + 1;
        }
    }

    /// <summary>Parses an item by another parser, and moves the place of its error to that in the whole text.</summary>
    private static T At<T>(string text, int offset, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (SelectorException e)
        {
            throw new SelectorException(text, offset + e.Position, e.Expected);
        }
    }
}
