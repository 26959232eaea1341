using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Holds the keys of all objects that are open, to find a key that stands twice in one object. Allocates nothing for a
/// key.
/// </summary>
/// <remarks>
/// An API server writes keys in ascending order, and keys that ascend do not repeat. So each key is compared with the
/// one before it, and only an object whose keys are out of order is looked at again when it ends.
/// </remarks>
/// <param name="json">The text, for keys that have to be read again.</param>
internal sealed class KeyStack(ReadOnlyMemory<byte> json)
{
    private const int FewKeys = 12;
    private readonly Stack<(int Start, bool IsAscending)> _outer = new();
    private Key[] _keys = new Key[256];
    private int _count;

    // The first key of the innermost object, and whether its keys have been in order so far.
    private int _start;
    private bool _isAscending = true;

    /// <summary>Enters an object.</summary>
    public void Enter()
    {
        _outer.Push((_start, _isAscending));
        _start = _count;
        _isAscending = true;
    }

    /// <summary>Adds the key that the reader stands on to the innermost object.</summary>
    public void Add(ref SkippingReader reader)
    {
        if (_count == _keys.Length)
            Array.Resize(ref _keys, _count * 2);

        var raw = reader.Tokens.ValueSpan;
        // Other escapes, such as \n, are the only way to write their character.
        var isVariant = reader.Tokens.ValueIsEscaped && (raw.IndexOf("\\u"u8) >= 0 || raw.IndexOf("\\/"u8) >= 0);
        var key = new Key(reader.TokenStart + 1, raw.Length, isVariant);

        if (_isAscending && _count > _start)
        {
            var last = _keys[_count - 1];
            _isAscending = !key.IsVariant && !last.IsVariant && IsLess(reader.Slice(last.Start, last.Length), raw);
        }

        _keys[_count] = key;
        _count++;
    }

    /// <summary>Leaves the innermost object.</summary>
    /// <returns>The offset of the first key that repeats another, or -1.</returns>
    public int Leave()
    {
        var repeated = _isAscending ? -1 : FindRepeated(_keys.AsSpan(_start, _count - _start));

        _count = _start;
        var (start, isAscending) = _outer.Pop();
        _start = start;
        _isAscending = isAscending;

        return repeated;
    }

    /// <summary>Whether the first key comes before the second one, compared byte by byte.</summary>
    private static bool IsLess(ReadOnlySpan<byte> last, ReadOnlySpan<byte> key)
    {
        // The first bytes mostly decide.
        if (last is [var a, ..] && key is [var b, ..] && a != b)
            return a < b;

        return last.SequenceCompareTo(key) < 0;
    }

    /// <summary>The offset of the first key that repeats another one of the same object, or -1.</summary>
    private int FindRepeated(Span<Key> keys)
    {
        // A few keys are compared with each other. Many are sorted by hash first, so that only equal hashes are
        // compared.
        if (keys.Length > FewKeys)
        {
            foreach (ref var key in keys)
                key = key with { Hash = HashOf(key) };
            keys.Sort(static (a, b) => a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : a.Start.CompareTo(b.Start));
        }

        var first = int.MaxValue;
        for (var i = 1; i < keys.Length; i++)
        {
            for (var j = i - 1; j >= 0 && keys[i].Start < first && keys[j].Hash == keys[i].Hash; j--)
            {
                if (IsSame(keys[j], keys[i]))
                    first = keys[i].Start;
            }
        }

        return first == int.MaxValue ? -1 : first - 1;
    }

    /// <summary>A hash that is the same for keys that are equal without their escapes.</summary>
    private int HashOf(Key key)
    {
        var hash = new HashCode();
        hash.AddBytes(key.IsVariant ? Encoding.UTF8.GetBytes(TextOf(key)) : BytesOf(key));

        return hash.ToHashCode();
    }

    /// <summary>Whether two keys are equal without their escapes.</summary>
    private bool IsSame(Key a, Key b) =>
        a.IsVariant || b.IsVariant ? TextOf(a) == TextOf(b) : BytesOf(a).SequenceEqual(BytesOf(b));

    private ReadOnlySpan<byte> BytesOf(Key key) => json.Span.Slice(key.Start, key.Length);

    /// <summary>The key without its escapes.</summary>
    private string TextOf(Key key)
    {
        var reader = new Utf8JsonReader(json.Span.Slice(key.Start - 1, key.Length + 2));
        reader.Read();

        return reader.GetString()!;
    }

    /// <param name="Start">Offset of the first byte behind the quote.</param>
    /// <param name="Length">How many bytes there are between the quotes.</param>
    /// <param name="IsVariant">
    /// Whether an escape stands for a character that can be written otherwise, so that equal keys can differ in bytes.
    /// </param>
    /// <param name="Hash">The hash of the text; computed only where there are many keys.</param>
    private readonly record struct Key(int Start, int Length, bool IsVariant, int Hash = 0);
}
