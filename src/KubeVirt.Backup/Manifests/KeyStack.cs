using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// The keys of all objects that are open, to find one that stands twice. Allocates nothing for a key.
/// </summary>
/// <remarks>
/// An API server writes keys in order, and what rises from key to key repeats none: so each key is compared with the
/// one before it, and only an object out of order is looked at again when it ends.
/// </remarks>
internal sealed class KeyStack(ReadOnlyMemory<byte> json)
{
    private const int FewKeys = 12;
    private readonly Stack<(int Start, bool Rises)> _outer = new();
    private Key[] _keys = new Key[256];
    private int _count;
    private int _start;
    private bool _rises = true;

    public void Enter()
    {
        _outer.Push((_start, _rises));
        (_start, _rises) = (_count, true);
    }

    public void Add(ref LeapReader reader)
    {
        if (_count == _keys.Length)
            Array.Resize(ref _keys, _count * 2);
        var raw = reader.Tokens.ValueSpan;
        var key = new Key(
            reader.TokenStart + 1,
            raw.Length,
            reader.Tokens.ValueIsEscaped && (raw.IndexOf("\\u"u8) >= 0 || raw.IndexOf("\\/"u8) >= 0)
        );
        if (_rises && _count > _start)
        {
            var last = _keys[_count - 1];
            _rises = !key.IsVariant && !last.IsVariant && Rises(reader.Slice(last.Start, last.Length), raw);
        }

        _keys[_count++] = key;
    }

    /// <summary>Leaves the innermost object: the offset of the first key that repeats another, or -1.</summary>
    public int Leave()
    {
        var first = _rises ? -1 : FirstRepeated(_keys.AsSpan(_start, _count - _start));
        _count = _start;
        (_start, _rises) = _outer.Pop();
        return first;
    }

    // Mostly the first bytes tell.
    private static bool Rises(ReadOnlySpan<byte> last, ReadOnlySpan<byte> key) =>
        last is [var a, ..] && key is [var b, ..] && a != b ? a < b : last.SequenceCompareTo(key) < 0;

    private int FirstRepeated(Span<Key> keys)
    {
        // Few keys are compared pair by pair; many are sorted, so that only equal hashes meet.
        if (keys.Length > FewKeys)
        {
            foreach (ref var key in keys)
                key = key with { Hash = Hash(key) };
            keys.Sort(static (a, b) => a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : a.Start.CompareTo(b.Start));
        }

        var first = int.MaxValue;
        for (var i = 1; i < keys.Length; i++)
        {
            for (var j = i - 1; j >= 0 && keys[i].Start < first && keys[j].Hash == keys[i].Hash; j--)
            {
                if (Same(keys[j], keys[i]))
                    first = keys[i].Start;
            }
        }

        return first == int.MaxValue ? -1 : first - 1;
    }

    private int Hash(Key key)
    {
        var hash = new HashCode();
        hash.AddBytes(key.IsVariant ? Encoding.UTF8.GetBytes(Text(key)) : Raw(key));
        return hash.ToHashCode();
    }

    private bool Same(Key a, Key b) => a.IsVariant || b.IsVariant ? Text(a) == Text(b) : Raw(a).SequenceEqual(Raw(b));

    private ReadOnlySpan<byte> Raw(Key key) => json.Span.Slice(key.Start, key.Length);

    private string Text(Key key)
    {
        var reader = new Utf8JsonReader(json.Span.Slice(key.Start - 1, key.Length + 2));
        reader.Read();
        return reader.GetString()!;
    }

    /// <param name="Start">First byte behind the quote.</param>
    /// <param name="Length">Bytes between the quotes.</param>
    /// <param name="IsVariant">
    /// Whether it holds an escape for what can be written otherwise, so that bytes alone do not tell what is equal.
    /// </param>
    /// <param name="Hash">Of the text; only where there are many keys.</param>
    private readonly record struct Key(int Start, int Length, bool IsVariant, int Hash = 0);
}
