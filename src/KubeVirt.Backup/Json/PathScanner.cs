using System.Runtime.InteropServices;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Walks a JSON text once beside a table of paths and notes every value that a path meets. Keeps its buffers: one
/// scanner serves one thread and reads any number of objects without allocating.
/// </summary>
internal sealed class PathScanner
{
    private const int FewMatches = 64;
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = JsonLimits.MaxDepth };
    private readonly List<PathMatch> _matches = [];
    private readonly List<PathMismatch> _mismatches = [];
    private readonly Dictionary<(int Parent, int Pattern), int> _siblings = [];
    private readonly RecentTexts _texts = new();
    private int[] _first = [];
    private Frame[] _stack = new Frame[16];
    private int _depth;
    private int _parents;

    // Where the reader's text begins in the object's.
    private int _start;

    public List<PathMatch> Matches => _matches;

    /// <summary>The first place where a pattern met a value.</summary>
    public PathMatch? First(int pattern) => _first[pattern] >= 0 ? _matches[_first[pattern]] : null;

    /// <summary>The text of a value, unescaped.</summary>
    public string Text(in PathMatch match, ReadOnlySpan<byte> json) =>
        match.Escaped ? match.TextIn(json) : _texts.Get(json.Slice(match.Start, match.Length));

    /// <summary>Where a pattern met a value beside another, in the same object.</summary>
    public PathMatch? Beside(in PathMatch match, int pattern)
    {
        if (_matches.Count <= FewMatches)
        {
            foreach (ref readonly var other in CollectionsMarshal.AsSpan(_matches))
            {
                if (other.Pattern == pattern && other.Parent == match.Parent)
                    return other;
            }

            return null;
        }

        if (_siblings.Count == 0)
        {
            for (var m = 0; m < _matches.Count; m++)
                _siblings.TryAdd((_matches[m].Parent, _matches[m].Pattern), m);
        }

        return _siblings.TryGetValue((match.Parent, pattern), out var found) ? _matches[found] : null;
    }

    /// <summary>Values of another type than the paths expect there.</summary>
    public List<PathMismatch> Mismatches => _mismatches;

    /// <summary>
    /// Scans a text; where its outline is known, only those of its members, and of its metadata's, that the table has
    /// paths into.
    /// </summary>
    public void Scan(ReadOnlySpan<byte> json, PathTable table, Outline outline = default)
    {
        Begin(table);
        if (outline.IsKnown)
            ScanOutline(json, outline, table);
        else
            ScanAll(json, table);
    }

    private void ScanAll(ReadOnlySpan<byte> json, PathTable table)
    {
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        if (
            isArray
                ? table.Root.Item is null
                : reader.TokenType != JsonTokenType.StartObject || table.Root.MemberCount == 0
        )
        {
            _mismatches.Add(new PathMismatch("", Expected(table.Root, table), reader.TokenType));
            return;
        }

        Push(table.Root, default, 0, isArray);
        ScanInto(ref reader, 0, table);
    }

    private void ScanOutline(ReadOnlySpan<byte> json, Outline outline, PathTable table)
    {
        Push(table.Root, default, 0, isArray: false);
        ScanMembers(json, outline.Before, table);
        if (table.Root.Find("metadata"u8) is { } metadata)
        {
            Push(metadata, default, 0, isArray: false);
            ScanMembers(json, outline.Metadata, table);
            _depth--;
        }

        ScanMembers(json, outline.Behind, table);
    }

    private void Begin(PathTable table)
    {
        _matches.Clear();
        _mismatches.Clear();
        _siblings.Clear();
        if (_first.Length < table.Patterns.Count)
            _first = new int[table.Patterns.Count];
        _first.AsSpan().Fill(-1);
        _depth = 0;
        _parents = 0;
        _start = 0;
    }

    private void ScanMembers(ReadOnlySpan<byte> json, ReadOnlySpan<int> keys, PathTable table)
    {
        var parent = _stack[_depth - 1].Node;
        foreach (var key in keys)
        {
            if (parent.FindAt(json, key) is not { } node)
                continue;
            _start = Outline.ValueAt(json, key, node.Name.Length);
            var reader = new Utf8JsonReader(json[_start..], Reading);
            reader.Read();
            var depth = _depth;
            if (TryVisit(ref reader, node, table))
                ScanInto(ref reader, depth, table);
        }
    }

    /// <summary>Scans what was entered last, and goes on until no more than this is entered.</summary>
    private void ScanInto(ref Utf8JsonReader reader, int depth, PathTable table)
    {
        while (_depth > depth && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                _depth--;
            else if (Below(ref reader) is not { } node || !TryVisit(ref reader, node, table))
                reader.Skip();
        }
    }

    /// <summary>The node for the value that comes next; moves from a member's name on to its value.</summary>
    private PathNode? Below(ref Utf8JsonReader reader)
    {
        ref var frame = ref _stack[_depth - 1];
        frame.Index++;
        if (frame.IsArray)
            return frame.Node.Item;
        var node = frame.Node.Find(ref reader);
        reader.Read();
        return node;
    }

    /// <summary>
    /// Takes a value or enters it; <see langword="false"/> where it is of another type than the paths expect.
    /// </summary>
    private bool TryVisit(ref Utf8JsonReader reader, PathNode node, PathTable table)
    {
        ref readonly var frame = ref _stack[_depth - 1];
        var stars = frame.IsArray ? frame.Stars + 1 : frame.Stars;
        var indexes = frame.IsArray ? frame.Indexes.With(frame.Stars, frame.Index) : frame.Indexes;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartObject when node.MemberCount > 0:
                Push(node, indexes, stars, isArray: false);
                break;
            case JsonTokenType.StartArray when node.Item is not null:
                Push(node, indexes, stars, isArray: true);
                break;
            case var token when node.IsLeaf && Fits(token, table.Types[node.Pattern]):
                var start = _start + (int)reader.TokenStartIndex + (token == JsonTokenType.String ? 1 : 0);
                if (_first[node.Pattern] < 0)
                    _first[node.Pattern] = _matches.Count;
                _matches.Add(
                    new PathMatch(
                        node.Pattern,
                        frame.Parent,
                        indexes,
                        token,
                        start,
                        reader.ValueSpan.Length,
                        reader.ValueIsEscaped
                    )
                );
                break;
            default:
                _mismatches.Add(new PathMismatch(indexes.Fill(node.Path), Expected(node, table), reader.TokenType));
                return false;
        }

        return true;
    }

    private static string Expected(PathNode node, PathTable table)
    {
        if (node.Item is not null)
            return "a list";
        if (node.MemberCount > 0)
            return "an object";
        return table.Types[node.Pattern] switch
        {
            FieldType.Flag => "true or false",
            FieldType.Number => "a number",
            _ => "a string",
        };
    }

    private static bool Fits(JsonTokenType token, FieldType type) =>
        type switch
        {
            FieldType.Flag => token is JsonTokenType.True or JsonTokenType.False,
            FieldType.Number => token == JsonTokenType.Number,
            _ => token == JsonTokenType.String,
        };

    private void Push(PathNode node, PathIndexes indexes, int stars, bool isArray)
    {
        if (_depth == _stack.Length)
            Array.Resize(ref _stack, _depth * 2);
        _stack[_depth++] = new Frame
        {
            Node = node,
            Indexes = indexes,
            Stars = stars,
            Parent = ++_parents,
            Index = -1,
            IsArray = isArray,
        };
    }

    private struct Frame
    {
        public PathNode Node;
        public PathIndexes Indexes;
        public int Stars;
        public int Parent;
        public int Index;
        public bool IsArray;
    }
}
