using System.Text;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>Finds in one pass what selects an object: one of the owners or of the labels that are asked for.</summary>
internal sealed class Selectors<T>
{
    private readonly PathTable _table;
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>>[] _byValue;

    /// <param name="owners">What belongs to the UID of an owner.</param>
    /// <param name="labels">What belongs to the value of a label, by the label's key.</param>
    public Selectors(Dictionary<string, T> owners, IReadOnlyDictionary<string, Dictionary<string, T>> labels)
    {
        _table = new PathTable(
            labels
                .Keys.Select(key => "/metadata/labels/" + JsonPointer.Escape(key))
                .Prepend("/metadata/ownerReferences/*/uid")
                .Select(path => (path, FieldType.Text))
        );
        _byValue = [.. labels.Values.Prepend(owners).Select(values => values.GetAlternateLookup<ReadOnlySpan<char>>())];
    }

    /// <summary>What belongs to the owners and labels of an object, in this order.</summary>
    public void Find(Resource resource, PathScanner scanner, List<T> found)
    {
        found.Clear();
        var json = resource.Json.Span;
        scanner.Scan(json, _table, resource.Outline);
        Span<char> room = stackalloc char[256];
        for (var key = 0; key < _byValue.Length; key++)
        {
            foreach (var match in scanner.Matches)
            {
                if (match.Pattern == key && _byValue[key].TryGetValue(Text(match, json, room), out var value))
                    found.Add(value);
            }
        }
    }

    // Most values select nothing, so no text is made of them.
    private static ReadOnlySpan<char> Text(PathMatch match, ReadOnlySpan<byte> json, Span<char> room) =>
        match.Escaped || match.Length > room.Length
            ? match.TextIn(json)
            : room[..Encoding.UTF8.GetChars(json.Slice(match.Start, match.Length), room)];
}
