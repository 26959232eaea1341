using System.Text;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Finds in one pass over an object's JSON which of many selectors match it: UIDs of owners, and values of labels.
/// </summary>
/// <typeparam name="T">What is stored for each selector.</typeparam>
/// <remarks>Safe to use from several threads, each with a scanner of its own.</remarks>
internal sealed class SelectorIndex<T>
{
    private const int MaxStackChars = 256;
    private readonly PathTable _table;

    // One for each path of the table: what is stored, by the value that stands there.
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>>[] _byValue;

    /// <param name="owners">What is stored for each UID of an owner.</param>
    /// <param name="labels">What is stored for each value of a label, by the label's key.</param>
    public SelectorIndex(Dictionary<string, T> owners, IReadOnlyDictionary<string, Dictionary<string, T>> labels)
    {
        var paths = labels
            .Keys.Select(key => "/metadata/labels/" + JsonPointer.Escape(key))
            .Prepend("/metadata/ownerReferences/*/uid");
        _table = new PathTable(paths.Select(path => (path, FieldType.Text)));

        var byValue = labels.Values.Prepend(owners);
        _byValue = [.. byValue.Select(values => values.GetAlternateLookup<ReadOnlySpan<char>>())];
    }

    /// <summary>
    /// Replaces <paramref name="found"/> by what is stored for the owners and then the labels of an object.
    /// </summary>
    public void Find(Resource resource, PathScanner scanner, List<T> found)
    {
        found.Clear();
        var json = resource.Json.Span;
        scanner.Scan(json, _table, resource.MemberIndex);

        Span<char> buffer = stackalloc char[MaxStackChars];
        for (var key = 0; key < _byValue.Length; key++)
        {
            foreach (var match in scanner.Matches)
            {
                if (match.Pattern == key && _byValue[key].TryGetValue(Text(match, json, buffer), out var value))
                    found.Add(value);
            }
        }
    }

    // Most values match no selector, so no string is made of them.
    private static ReadOnlySpan<char> Text(PathMatch match, ReadOnlySpan<byte> json, Span<char> buffer)
    {
        if (match.Escaped || match.Length > buffer.Length)
            return match.TextIn(json);

        var length = Encoding.UTF8.GetChars(json.Slice(match.Start, match.Length), buffer);
        return buffer[..length];
    }
}
