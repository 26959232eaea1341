namespace KubeVirt.Backup.Json;

/// <summary>
/// A set of path patterns, compiled once. A pattern is a JSON pointer whose <c>*</c> stands for every item of an array:
/// <c>/spec/volumes/*/configMap/name</c>.
/// </summary>
internal sealed class PathTable
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

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
        _indexes.TryGetValue(pattern, out var index)
            ? index
            : throw new ArgumentException($"'{pattern}' is not in this table of paths.", nameof(pattern));
}
