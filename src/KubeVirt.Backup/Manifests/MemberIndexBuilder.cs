using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Notes where the keys of an object and of its metadata stand while the scanner reads it, and which part of its
/// metadata is not kept.
/// </summary>
/// <param name="start">Offset of the object in the text that is read. All noted positions count from there.</param>
internal struct MemberIndexBuilder(int start)
{
    // An object as an API server writes it has about a dozen keys here.
    private const int InitialCapacity = 16;
    private int[] _keys = new int[InitialCapacity];
    private int _count;
    private int _metadataStart;
    private int _metadataEnd;
    private bool _hasEscapedKey;

    /// <summary>The bytes of the object that are not kept.</summary>
    public JsonSpan Removed { get; private set; }

    /// <summary>Notes a key of the object.</summary>
    public void Add(ref SkippingReader reader)
    {
        // The first key of the object behind those of metadata ends metadata.
        if (_metadataStart > 0 && _metadataEnd == 0)
            _metadataEnd = _count;

        AddKey(ref reader);
    }

    /// <summary>Notes a key of its metadata.</summary>
    public void AddToMetadata(ref SkippingReader reader)
    {
        if (_metadataStart == 0)
            _metadataStart = _count;

        AddKey(ref reader);
    }

    /// <summary>Removes the member of metadata whose key came last, up to the next key.</summary>
    /// <param name="nextKey">Offset of the next key in the text that is read.</param>
    public void RemoveUpTo(int nextKey) => Remove(_keys[_count - 1], nextKey - start);

    /// <summary>
    /// Removes the member of metadata whose key came last and which is its last member, with the comma before it.
    /// </summary>
    /// <param name="json">The text that is read.</param>
    /// <param name="end">Offset of the brace that ends metadata.</param>
    public void RemoveLast(ReadOnlySpan<byte> json, int end)
    {
        var key = _keys[_count - 1];
        var before = json.Slice(start, key).TrimEnd(" \t\r\n"u8);
        var from = before is [.., (byte)','] ? before.Length - 1 : key;

        Remove(from, end - start);
    }

    /// <summary>
    /// The places that were noted. Nothing is known where a key is written with an escape, because such a key cannot be
    /// found by its bytes, or where the object has no metadata.
    /// </summary>
    public readonly MemberIndex ToMemberIndex()
    {
        if (_metadataStart == 0 || _hasEscapedKey)
            return default;

        var metadataEnd = _metadataEnd == 0 ? _count : _metadataEnd;
        return new MemberIndex(_keys, _count, _metadataStart, metadataEnd);
    }

    private void Remove(int from, int to)
    {
        Removed = new JsonSpan(from, to);
        _count--;
    }

    /// <summary>Notes the position of a key in the bytes that are kept.</summary>
    private void AddKey(ref SkippingReader reader)
    {
        if (_count == _keys.Length)
            Array.Resize(ref _keys, _count * 2);

        _hasEscapedKey |= reader.Tokens.ValueIsEscaped;
        _keys[_count] = reader.TokenStart - start - Removed.Length;
        _count++;
    }
}
