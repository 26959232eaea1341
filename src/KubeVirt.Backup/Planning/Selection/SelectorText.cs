using System.Collections.Immutable;

namespace KubeVirt.Backup.Planning;

/// <summary>
/// Reads the parts of which selectors consist, such as <c>names=a,b; labels=c</c>; positions in errors are those of the
/// whole text.
/// </summary>
/// <param name="text">The whole selector.</param>
/// <param name="keys">The keys of its parts.</param>
/// <param name="expected">What stands in an error where a part begins otherwise.</param>
internal sealed class SelectorText(string text, IReadOnlyCollection<string> keys, string expected)
{
    /// <summary>The parts, which semicolons divide, each key once: the key, and where its value begins and ends.</summary>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public IEnumerable<(string Key, int Start, int End)> Parts()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start <= text.Length; )
        {
            var end = text.IndexOf(';', start);
            end = end < 0 ? text.Length : end;
            yield return (KeyOf(start, end, seen), text.IndexOf('=', start) + 1, end);
            start = end + 1;
        }
    }

    /// <summary>Reads names with wildcards; a character that none has is an error, and would match nothing.</summary>
    /// <param name="start">Where they begin.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="isAllowed">Whether a name or a wildcard can have a character.</param>
    public IReadOnlyList<string> Patterns(int start, int end, Func<char, bool> isAllowed) =>
        [
            .. Items(start, end)
                .Select(item =>
                    item.Text.All(isAllowed)
                        ? item.Text
                        : throw new SelectorException(text, item.At, "a name, with '*' and '?'")
                ),
        ];

    /// <summary>The items of a part, which commas divide, with the places of their first characters.</summary>
    public IEnumerable<(string Text, int At)> Items(int start, int end)
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
    public T At<T>(int offset, Func<T> parse)
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

    private string KeyOf(int start, int end, HashSet<string> seen)
    {
        var equals = text.IndexOf('=', start, end - start);
        var key = equals < 0 ? "" : text[start..equals].Trim();
        if (keys.Contains(key) && seen.Add(key))
            return key;

        var part = text.AsSpan(start, end - start);
        throw new SelectorException(text, start + part.Length - part.TrimStart().Length, expected);
    }
}
