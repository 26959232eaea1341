using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Notes where the keys of an object and of its metadata stand while it is read.</summary>
/// <param name="start">Where the object begins.</param>
internal struct OutlineBuilder(int start)
{
    // What an API server writes has about a dozen.
    private int[] _keys = new int[16];
    private int _count;
    private int _metadata;
    private int _behind;
    private bool _isEscaped;

    /// <summary>The part that is left out, in the object's own bytes.</summary>
    public JsonGap LeftOut { get; private set; }

    /// <summary>Notes a key of the object.</summary>
    public void Add(ref LeapReader reader)
    {
        if (_metadata > 0 && _behind == 0)
            _behind = _count;
        Note(ref reader);
    }

    /// <summary>Notes a key of its metadata.</summary>
    public void AddToMetadata(ref LeapReader reader)
    {
        if (_metadata == 0)
            _metadata = _count;
        Note(ref reader);
    }

    /// <summary>Leaves out the member of metadata whose key came last, up to the next key.</summary>
    public void LeaveOutUpTo(int nextKey) => LeaveOut(_keys[_count - 1], nextKey - start);

    /// <summary>
    /// Leaves out the member of metadata whose key came last, with the comma before it, up to where metadata ends.
    /// </summary>
    public void LeaveOutLast(ReadOnlySpan<byte> json, int end)
    {
        var key = _keys[_count - 1];
        var before = json.Slice(start, key).TrimEnd(" \t\r\n"u8);
        LeaveOut(before is [.., (byte)','] ? before.Length - 1 : key, end - start);
    }

    /// <summary>
    /// What was noted; nothing where a key is written with an escape, as it could not be told by its bytes then.
    /// </summary>
    public readonly Outline ToOutline() =>
        _metadata == 0 || _isEscaped ? default : new Outline(_keys, _count, _metadata, _behind == 0 ? _count : _behind);

    private void LeaveOut(int from, int to)
    {
        LeftOut = new JsonGap(from, to);
        _count--;
    }

    private void Note(ref LeapReader reader)
    {
        if (_count == _keys.Length)
            Array.Resize(ref _keys, _count * 2);
        _isEscaped |= reader.Tokens.ValueIsEscaped;
        _keys[_count++] = reader.TokenStart - start - LeftOut.Length;
    }
}
