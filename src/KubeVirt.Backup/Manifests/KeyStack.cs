using System.Text.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>The keys of all objects that are open, to find one that stands twice. Allocates nothing for a key.</summary>
internal sealed class KeyStack(ReadOnlyMemory<byte> json)
{
    private const int FewKeys = 12;
    private readonly Stack<int> _objects = new();
    private Key[] _keys = new Key[256];
    private int _count;
    private byte[] _scratch = [];

    public void Enter() => _objects.Push(_count);

    public void Add(ref Utf8JsonReader reader)
    {
        if (_count == _keys.Length)
            Array.Resize(ref _keys, _count * 2);
        var hash = new HashCode();
        hash.AddBytes(reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan);
        _keys[_count++] = new Key(hash.ToHashCode(), (int)reader.TokenStartIndex, reader.ValueSpan.Length + 2, reader.ValueIsEscaped);
    }

    /// <summary>Leaves the innermost object: the offset of the first key that repeats another, or -1.</summary>
    public int Leave()
    {
        var start = _objects.Pop();
        var keys = _keys.AsSpan(start, _count - start);
        _count = start;
        // Few keys are compared pair by pair; many are sorted, so that only equal hashes meet.
        if (keys.Length > FewKeys)
            keys.Sort(static (a, b) => a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : a.Start.CompareTo(b.Start));
        var first = int.MaxValue;
        for (var i = 1; i < keys.Length; i++)
        {
            for (var j = i - 1; j >= 0 && keys[i].Start < first && (keys.Length <= FewKeys || keys[j].Hash == keys[i].Hash); j--)
            {
                if (keys[j].Hash == keys[i].Hash && Same(keys[j], keys[i]))
                    first = keys[i].Start;
            }
        }

        return first == int.MaxValue ? -1 : first;
    }

    private bool Same(Key a, Key b) => a.Escaped || b.Escaped
        ? Text(a) == Text(b)
        : json.Span.Slice(a.Start, a.Length).SequenceEqual(json.Span.Slice(b.Start, b.Length));

    private string? Text(Key key)
    {
        var reader = new Utf8JsonReader(json.Span.Slice(key.Start, key.Length));
        reader.Read();
        return reader.GetString();
    }

    private ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader)
    {
        if (_scratch.Length < reader.ValueSpan.Length)
            _scratch = new byte[reader.ValueSpan.Length * 2];
        return _scratch.AsSpan(0, reader.CopyString(_scratch));
    }

    private readonly record struct Key(int Hash, int Start, int Length, bool Escaped);
}
