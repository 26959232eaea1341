using System.Collections.Concurrent;

namespace KubeVirt.Backup.Json;

/// <summary>
/// A set of path patterns, compiled once. A pattern is a JSON pointer whose <c>*</c> stands for every item of an array:
/// <c>/spec/volumes/*/configMap/name</c>.
/// </summary>
internal sealed class PathTable
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, PathIndexes), string> _pointers = new();

    public PathTable(IEnumerable<(string Pattern, FieldType Type)> fields)
    {
        var types = new List<FieldType>();
        var patterns = new List<string>();
        foreach (var (pattern, type) in fields)
        {
            if (!_indexes.TryAdd(pattern, patterns.Count))
                continue;
            patterns.Add(pattern);
            types.Add(type);
        }

        Patterns = patterns;
        Types = types;
        for (var i = 0; i < patterns.Count; i++)
            Root.Add(JsonPointer.Split(patterns[i]), i);
    }

    public PathNode Root { get; } = new("", []);

    public IReadOnlyList<string> Patterns { get; }

    public IReadOnlyList<FieldType> Types { get; }

    /// <summary>The number of a pattern of this table.</summary>
    /// <exception cref="ArgumentException">The table does not read that path.</exception>
    public int IndexOf(string pattern) =>
        _indexes.TryGetValue(pattern, out var index) ? index : throw new ArgumentException($"'{pattern}' is not in this table of paths.", nameof(pattern));

    /// <summary>The JSON pointer that a pattern becomes at one place. The same few stand in all objects of a kind, so each is built once.</summary>
    public string Pointer(string pattern, PathIndexes indexes)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
            return pattern;
        // Longer lists are rare: not worth a place in a cache that lives as long as the process.
        return indexes.Max < 64 ? _pointers.GetOrAdd((pattern, indexes), static key => key.Item2.Fill(key.Item1)) : indexes.Fill(pattern);
    }
}
