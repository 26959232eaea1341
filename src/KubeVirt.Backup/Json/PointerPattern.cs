namespace KubeVirt.Backup.Json;

/// <summary>Patterns are JSON pointers whose <c>*</c> stands for every item of a list or member of an object.</summary>
internal static class PointerPattern
{
    /// <summary>Adds what a token of a pattern leads to from one place.</summary>
    public delegate void Step<T>(string pointer, T place, string token, List<(string Pointer, T Place)> found);

    /// <summary>The pointers to what a pattern meets, in document order.</summary>
    public static IReadOnlyList<string> Expand<T>(T root, string pattern, Step<T> step)
    {
        var (found, next) = (new List<(string Pointer, T Place)> { ("", root) }, new List<(string Pointer, T Place)>());
        foreach (var token in JsonPointer.Split(pattern))
        {
            foreach (var (pointer, place) in found)
                step(pointer, place, token, next);
            (found, next) = (next, found);
            next.Clear();
            if (found.Count == 0)
                return [];
        }

        return found.ConvertAll(place => place.Pointer);
    }

    /// <summary>A pattern up to its first star: all that it can meet stands below.</summary>
    public static string Stem(string pattern)
    {
        var star = pattern.IndexOf("/*", StringComparison.Ordinal);
        return star < 0 ? pattern : pattern[..star];
    }
}
