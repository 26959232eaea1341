using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>Reads in one pass what objects are selected by: some of their labels, and the UIDs of their owners.</summary>
internal sealed class Selectors
{
    private readonly PathTable _table;
    private readonly string?[] _keys;

    /// <param name="labels">Keys of the labels.</param>
    public Selectors(IEnumerable<string> labels)
    {
        _keys = [null, .. labels];
        _table = new PathTable(_keys.Select(key => (key is null ? "/metadata/ownerReferences/*/uid" : "/metadata/labels/" + JsonPointer.Escape(key), FieldType.Text)));
    }

    /// <summary>The owners and labels of an object, in this order: each the label's key, or <see langword="null"/> for an owner, and the value.</summary>
    public void Read(Resource resource, PathScanner scanner, List<(string? Label, string Value)> found)
    {
        found.Clear();
        scanner.Scan(resource.Json.Span, _table, resource.Outline);
        for (var key = 0; key < _keys.Length; key++)
        {
            foreach (var match in scanner.Matches)
            {
                if (match.Pattern == key)
                    found.Add((_keys[key], match.TextIn(resource.Json.Span)));
            }
        }
    }
}
