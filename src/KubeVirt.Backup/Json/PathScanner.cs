using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Walks a JSON text and a <see cref="PathTable"/> together, once, and notes every value that a path leads to.
/// </summary>
/// <remarks>
/// Keeps its buffers: one scanner serves one thread and reads any number of objects without allocating. What it found
/// is valid until the next scan.
/// </remarks>
internal sealed class PathScanner
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = JsonLimits.MaxDepth };
    private readonly PathMatches _matches = new();
    private readonly List<PathMismatch> _mismatches = [];
    private readonly StringCache _strings = new();
    private Frame[] _stack = new Frame[16];
    private int _depth;
    private int _containerCount;

    // Where the text of the current reader begins in the text of the object.
    private int _readerOffset;

    /// <summary>The values that the paths lead to, in document order.</summary>
    public List<PathMatch> Matches => _matches.All;

    /// <summary>Values of another type than the paths expect, in document order.</summary>
    public List<PathMismatch> Mismatches => _mismatches;

    /// <inheritdoc cref="PathMatches.First"/>
    public PathMatch? First(int pattern) => _matches.First(pattern);

    /// <inheritdoc cref="PathMatches.Beside"/>
    public PathMatch? Beside(in PathMatch match, int pattern) => _matches.Beside(match, pattern);

    /// <summary>The value of a match as a string, unescaped.</summary>
    /// <param name="match">A match of the last scan.</param>
    /// <param name="json">The text that was scanned.</param>
    public string Text(in PathMatch match, ReadOnlySpan<byte> json) =>
        match.Escaped ? match.TextIn(json) : _strings.Get(json.Slice(match.Start, match.Length));

    /// <summary>
    /// Scans a text. Where the places of its members are known, only those members are read that the table has paths
    /// into.
    /// </summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="table">The paths.</param>
    /// <param name="memberIndex">Where the members of the text stand, if that is known.</param>
    /// <exception cref="JsonException">The text is not JSON, or nested too deeply.</exception>
    public void Scan(ReadOnlySpan<byte> json, PathTable table, MemberIndex memberIndex = default)
    {
        _matches.Reset(table.Patterns.Count);
        _mismatches.Clear();
        _depth = 0;
        _containerCount = 0;
        _readerOffset = 0;

        if (memberIndex.IsKnown)
            ScanIndexed(json, memberIndex, table);
        else
            ScanAll(json, table);
    }

    /// <summary>Scans the whole text.</summary>
    private void ScanAll(ReadOnlySpan<byte> json, PathTable table)
    {
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();

        var isList = reader.TokenType == JsonTokenType.StartArray;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var isExpected = isList ? table.Root.Item is not null : isObject && table.Root.MemberCount > 0;
        if (!isExpected)
        {
            _mismatches.Add(new PathMismatch("", Expected(table.Root, table), reader.TokenType));
            return;
        }

        Push(table.Root, default, 0, isList);
        ScanDownTo(ref reader, 0, table);
    }

    /// <summary>Scans only the members that the table has paths into.</summary>
    private void ScanIndexed(ReadOnlySpan<byte> json, MemberIndex memberIndex, PathTable table)
    {
        Push(table.Root, default, 0, isList: false);
        ScanMembers(json, memberIndex.BeforeMetadata, table);

        if (table.Root.Find("metadata"u8) is { } metadata)
        {
            Push(metadata, default, 0, isList: false);
            ScanMembers(json, memberIndex.Metadata, table);
            _depth--;
        }

        ScanMembers(json, memberIndex.AfterMetadata, table);
    }

    /// <summary>Scans the values of some keys of the object that was pushed last.</summary>
    private void ScanMembers(ReadOnlySpan<byte> json, ReadOnlySpan<int> keys, PathTable table)
    {
        var parent = _stack[_depth - 1].Node;
        foreach (var key in keys)
        {
            if (parent.FindAt(json, key) is not { } node)
                continue;

            _readerOffset = MemberIndex.ValueAfterKey(json, key, node.Name.Length);
            var reader = new Utf8JsonReader(json[_readerOffset..], Reading);
            reader.Read();

            var depth = _depth;
            if (TryVisit(ref reader, node, table))
                ScanDownTo(ref reader, depth, table);
        }
    }

    /// <summary>Scans the objects and lists that are open, until only so many of them are left.</summary>
    private void ScanDownTo(ref Utf8JsonReader reader, int depth, PathTable table)
    {
        while (_depth > depth && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                _depth--;
            else if (NextNode(ref reader) is not { } node || !TryVisit(ref reader, node, table))
                reader.Skip();
        }
    }

    /// <summary>The node for the value that comes next. Moves the reader from a member's name to its value.</summary>
    private PathNode? NextNode(ref Utf8JsonReader reader)
    {
        ref var frame = ref _stack[_depth - 1];
        frame.Index++;
        if (frame.IsList)
            return frame.Node.Item;

        var node = frame.Node.Find(ref reader);
        reader.Read();
        return node;
    }

    /// <summary>
    /// Notes the value or opens it; <see langword="false"/> where it is of another type than the paths expect. A null
    /// is accepted everywhere, as the API server reads it as absent.
    /// </summary>
    private bool TryVisit(ref Utf8JsonReader reader, PathNode node, PathTable table)
    {
        ref readonly var frame = ref _stack[_depth - 1];
        var stars = frame.IsList ? frame.Stars + 1 : frame.Stars;
        var indexes = frame.IsList ? frame.Indexes.With(frame.Stars, frame.Index) : frame.Indexes;

        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;

            case JsonTokenType.StartObject when node.MemberCount > 0:
                Push(node, indexes, stars, isList: false);
                return true;

            case JsonTokenType.StartArray when node.Item is not null:
                Push(node, indexes, stars, isList: true);
                return true;

            case var token when node.IsLeaf && Fits(token, table.Types[node.Pattern]):
                AddMatch(ref reader, node, frame.Parent, indexes);
                return true;

            default:
                _mismatches.Add(new PathMismatch(indexes.Fill(node.Path), Expected(node, table), reader.TokenType));
                return false;
        }
    }

    /// <summary>Notes the value that the reader stands on. A string begins behind its quote.</summary>
    private void AddMatch(ref Utf8JsonReader reader, PathNode node, int parent, PathIndexes indexes)
    {
        var token = reader.TokenType;
        var quote = token == JsonTokenType.String ? 1 : 0;
        var start = _readerOffset + (int)reader.TokenStartIndex + quote;

        _matches.Add(
            new PathMatch(node.Pattern, parent, indexes, token, start, reader.ValueSpan.Length, reader.ValueIsEscaped)
        );
    }

    /// <summary>The type that the paths expect at a node, in words.</summary>
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

    /// <summary>Opens an object or a list.</summary>
    private void Push(PathNode node, PathIndexes indexes, int stars, bool isList)
    {
        if (_depth == _stack.Length)
            Array.Resize(ref _stack, _depth * 2);

        _containerCount++;
        _stack[_depth] = new Frame
        {
            Node = node,
            Indexes = indexes,
            Stars = stars,
            Parent = _containerCount,
            Index = -1,
            IsList = isList,
        };
        _depth++;
    }

    /// <summary>An object or a list that is open.</summary>
    private struct Frame
    {
        public PathNode Node;

        /// <summary>The positions in the lists around it.</summary>
        public PathIndexes Indexes;

        /// <summary>How many lists there are around it.</summary>
        public int Stars;

        /// <summary>Its number, by which the members of one object are known as siblings.</summary>
        public int Parent;

        /// <summary>The position of the current item of a list.</summary>
        public int Index;

        public bool IsList;
    }
}
