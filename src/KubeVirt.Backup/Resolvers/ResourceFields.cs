using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The values at a resolver's paths in one object. Lives as long as the call it is handed to.</summary>
/// <remarks>
/// Only paths of the table, and those that the resolver named in addition, can be read: the object is not parsed as a
/// whole.
/// </remarks>
public readonly ref struct ResourceFields
{
    private readonly PathTable _table;
    private readonly PathScanner _scanner;

    internal ResourceFields(Resource resource, PathTable table, PathScanner scanner)
    {
        Resource = resource;
        _table = table;
        _scanner = scanner;
    }

    /// <summary>The object that is being resolved.</summary>
    public Resource Resource { get; }

    /// <summary>
    /// The text at a path of the resolver's table, the first one where the path has stars; <see langword="null"/> where
    /// there is none or it is empty.
    /// </summary>
    /// <exception cref="ArgumentException">The resolver's table has no such path.</exception>
    public string? Text(string path) => Find(path) is { } match && Text(match) is { Length: > 0 } text ? text : null;

    /// <summary>Whether the value at a path is <see langword="true"/>.</summary>
    /// <exception cref="ArgumentException">The resolver's table has no such path.</exception>
    public bool IsTrue(string path) => Find(path) is { Token: JsonTokenType.True };

    /// <summary>Whether the value at a path is <see langword="false"/>, written down as such.</summary>
    /// <exception cref="ArgumentException">The resolver's table has no such path.</exception>
    public bool IsFalse(string path) => Find(path) is { Token: JsonTokenType.False };

    /// <summary>The whole number at a path; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ArgumentException">The resolver's table has no such path.</exception>
    public int? Number(string path) =>
        Find(path) is { Token: JsonTokenType.Number } match
        && int.TryParse(
            match.TextIn(Resource.Json.Span),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <summary>Whether a condition holds. A text that is empty counts as none.</summary>
    /// <param name="condition">A condition on a path of the table.</param>
    /// <exception cref="ArgumentException">The resolver's table has no such path.</exception>
    public bool Has(FieldCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);

        return Has(condition, _table.IndexOf(condition.Path));
    }

    internal bool Has(FieldCondition condition, int pattern)
    {
        if (_scanner.First(pattern) is not { } match)
            return false;
        if (condition.IsFlag)
            return match.Token == JsonTokenType.True;

        return Text(match) is { Length: > 0 } text && (condition.Value is null || text == condition.Value);
    }

    internal string Text(in PathMatch match) => _scanner.Text(match, Resource.Json.Span);

    internal bool HasText(int pattern, string text)
    {
        foreach (var match in _scanner.Matches)
        {
            if (match.Pattern == pattern && Text(match) == text)
                return true;
        }

        return false;
    }

    internal PathMatch? Sibling(in PathMatch match, int pattern) => _scanner.Beside(match, pattern);

    private PathMatch? Find(string path) => _scanner.First(_table.IndexOf(path));
}
