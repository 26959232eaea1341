using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Where the members of an object, and those of its metadata, stand in its JSON text: whoever reads the text once notes
/// their keys, and a look at one of them need not read what stands before it. <see langword="default"/> knows nothing.
/// </summary>
internal readonly struct Outline
{
    private readonly int[]? _keys;
    private readonly int _metadata;
    private readonly int _behind;

    /// <param name="keys">
    /// Offsets of the keys, at their first quote, in the order of the text: those of the object, and right behind the
    /// key "metadata" those of its value. None is written with an escape.
    /// </param>
    /// <param name="count">How many there are.</param>
    /// <param name="metadata">The place of the first of metadata's.</param>
    /// <param name="behind">The place behind the last of them.</param>
    public Outline(int[] keys, int count, int metadata, int behind) =>
        (_keys, Count, _metadata, _behind) = (keys, count, metadata, behind);

    /// <summary>Whether anything was noted.</summary>
    public bool IsKnown => _keys is not null;

    /// <summary>How many members there are.</summary>
    public int Count { get; }

    /// <summary>The object's own keys before "metadata".</summary>
    public ReadOnlySpan<int> Before => _keys.AsSpan(0, _metadata - 1);

    /// <summary>The keys of its metadata.</summary>
    public ReadOnlySpan<int> Metadata => _keys.AsSpan(_metadata.._behind);

    /// <summary>The object's own keys after "metadata".</summary>
    public ReadOnlySpan<int> Behind => _keys.AsSpan(_behind, Count - _behind);

    /// <summary>Whether a member of metadata stands at this place.</summary>
    public bool IsMetadata(int place) => place >= _metadata && place < _behind;

    /// <summary>
    /// The place of the member that a pointer's first steps lead to: the first, or two where they lead into metadata.
    /// Less than 0 where there is none.
    /// </summary>
    public int PlaceOf(ReadOnlySpan<byte> json, ReadOnlySpan<string> pointer)
    {
        if (pointer is ["metadata", var field, ..])
            return PlaceOf(json, _metadata, _behind, field);
        var before = PlaceOf(json, 0, _metadata, pointer[0]);
        return before >= 0 ? before : PlaceOf(json, _behind, Count, pointer[0]);
    }

    /// <summary>Where the value begins of the member at a place, or the white space before it.</summary>
    public int ValueAt(ReadOnlySpan<byte> json, int place)
    {
        var key = _keys![place];
        return ValueAt(json, key, json[(key + 1)..].IndexOf((byte)'"'));
    }

    /// <summary>
    /// The member at a place with the comma that goes with it: that behind it where it is the first that there is, else
    /// that before it.
    /// </summary>
    public JsonGap GapOf(ReadOnlySpan<byte> json, int place, bool isFirst)
    {
        if (!isFirst)
            return new JsonGap(EndOf(json, place == _behind ? _metadata - 1 : place - 1), EndOf(json, place));
        return new JsonGap(_keys![place], NextTo(place) is >= 0 and var next ? _keys[next] : EndOf(json, place));
    }

    /// <summary>Whether this key stands there.</summary>
    public static bool IsKey(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> name) =>
        json[(at + 1)..].StartsWith(name) && json[at + 1 + name.Length] == (byte)'"';

    /// <summary>Where the value of a key begins, or the white space before it.</summary>
    public static int ValueAt(ReadOnlySpan<byte> json, int key, int length)
    {
        var colon = key + length + 2;
        return colon + json[colon..].IndexOf((byte)':') + 1;
    }

    private int PlaceOf(ReadOnlySpan<byte> json, int from, int to, string name)
    {
        const int FewBytes = 128;
        Span<byte> room = stackalloc byte[FewBytes];
        ReadOnlySpan<byte> text = Encoding.UTF8.TryGetBytes(name, room, out var length)
            ? room[..length]
            : Encoding.UTF8.GetBytes(name);
        for (var place = from; place < to; place++)
        {
            if (IsKey(json, _keys![place], text))
                return place;
        }

        return -1;
    }

    /// <summary>The place of the next member of the same object; less than 0 for the last.</summary>
    private int NextTo(int place)
    {
        if (IsMetadata(place))
            return place + 1 < _behind ? place + 1 : -1;
        var next = place == _metadata - 1 ? _behind : place + 1;
        return next < Count ? next : -1;
    }

    /// <summary>Where the value ends of the member at a place.</summary>
    private int EndOf(ReadOnlySpan<byte> json, int place)
    {
        if (NextTo(place) is >= 0 and var next)
            return LengthBefore(json, LengthBefore(json, _keys![next]) - 1);
        // Behind the last member stands the brace, and metadata's is the last byte of its value.
        return LengthBefore(json, (IsMetadata(place) ? EndOf(json, _metadata - 1) : json.Length) - 1);
    }

    private static int LengthBefore(ReadOnlySpan<byte> json, int end) => json[..end].TrimEnd(" \t\r\n"u8).Length;
}
