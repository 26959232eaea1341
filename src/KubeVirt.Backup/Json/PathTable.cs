namespace KubeVirt.Backup.Json;

/// <summary>
/// A set of path patterns, compiled once to a tree that <see cref="PathScanner"/> walks along with the JSON. A pattern
/// is a JSON pointer whose <c>*</c> stands for every item of a list: <c>/spec/volumes/*/configMap/name</c>.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class PathTable
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    /// <param name="fields">
    /// The patterns with the types of their fields. Of a pattern given twice the first counts.
    /// </param>
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

    /// <summary>The root of the tree, which stands for the whole document.</summary>
    public PathNode Root { get; } = new("", []);

    /// <summary>The patterns by number.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>The expected type of each pattern, by its number.</summary>
    public IReadOnlyList<FieldType> Types { get; }

    /// <summary>The number of a pattern of this table.</summary>
    /// <exception cref="ArgumentException">The table does not have the pattern.</exception>
    public int IndexOf(string pattern) =>
        _indexes.TryGetValue(pattern, out var index)
            ? index
            : throw new ArgumentException($"The path '{pattern}' is not in this table.", nameof(pattern));
}
