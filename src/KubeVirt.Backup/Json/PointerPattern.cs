namespace KubeVirt.Backup.Json;

/// <summary>
/// Finds the values that match a pattern: a JSON pointer whose <c>*</c> stands for every item of a list or member of an
/// object.
/// </summary>
internal static class PointerPattern
{
    /// <summary>Adds the values that one token of a pattern leads to from a value.</summary>
    public delegate void Step<T>(string pointer, T place, string token, List<(string Pointer, T Place)> found);

    /// <summary>The pointers to the values that match a pattern, in document order.</summary>
    /// <typeparam name="T">What stands for a value: a node of a tree or an element.</typeparam>
    /// <param name="root">The document.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="step">Goes one token deeper.</param>
    public static IReadOnlyList<string> Expand<T>(T root, string pattern, Step<T> step) =>
        [.. Match(root, pattern, step).Select(match => match.Pointer)];

    /// <summary>The values that match a pattern with the pointers to them, in document order.</summary>
    /// <inheritdoc cref="Expand"/>
    public static IReadOnlyList<(string Pointer, T Place)> Match<T>(T root, string pattern, Step<T> step)
    {
        var found = new List<(string Pointer, T Place)> { ("", root) };
        var next = new List<(string Pointer, T Place)>();
        foreach (var token in JsonPointer.Split(pattern))
        {
            foreach (var (pointer, place) in found)
                step(pointer, place, token, next);

            (found, next) = (next, found);
            next.Clear();
            if (found.Count == 0)
                return [];
        }

        return found;
    }

    /// <summary>The part of a pattern before its first star: all values that match stand below it.</summary>
    public static string Stem(string pattern)
    {
        var star = pattern.IndexOf("/*", StringComparison.Ordinal);
        return star < 0 ? pattern : pattern[..star];
    }
}
