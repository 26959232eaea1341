using System.Text;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Where the members of an object, and those of its <c>metadata</c>, stand in its JSON text. Whoever reads the text
/// once notes the positions of the keys, and a later look at one member does not have to read what stands before it.
/// </summary>
/// <remarks>
/// Members are addressed by their place: the position of their key in the list of all keys. Those of <c>metadata</c>
/// stand right behind the key <c>metadata</c>, so that the places run in the order of the text.
/// <see langword="default"/> knows nothing, and the text has to be read from its start. Immutable.
/// </remarks>
internal readonly struct MemberIndex
{
    private readonly int[]? _keys;
    private readonly int _metadataStart;
    private readonly int _metadataEnd;

    /// <param name="keys">
    /// Offsets of the keys, at their first quote, in the order of the text. None of them is written with an escape. Not
    /// copied.
    /// </param>
    /// <param name="count">How many of them are used.</param>
    /// <param name="metadataStart">The place of the first member of metadata.</param>
    /// <param name="metadataEnd">The place behind the last member of metadata.</param>
    public MemberIndex(int[] keys, int count, int metadataStart, int metadataEnd)
    {
        _keys = keys;
        Count = count;
        _metadataStart = metadataStart;
        _metadataEnd = metadataEnd;
    }

    /// <summary>Whether any positions were noted.</summary>
    public bool IsKnown => _keys is not null;

    /// <summary>How many members there are, those of metadata included.</summary>
    public int Count { get; }

    /// <summary>The keys of the object before <c>metadata</c>.</summary>
    public ReadOnlySpan<int> BeforeMetadata => _keys.AsSpan(0, _metadataStart - 1);

    /// <summary>The keys of its metadata.</summary>
    public ReadOnlySpan<int> Metadata => _keys.AsSpan(_metadataStart.._metadataEnd);

    /// <summary>The keys of the object after <c>metadata</c>.</summary>
    public ReadOnlySpan<int> AfterMetadata => _keys.AsSpan(_metadataEnd, Count - _metadataEnd);

    /// <summary>Whether the member at this place belongs to metadata.</summary>
    public bool IsMetadata(int place) => place >= _metadataStart && place < _metadataEnd;

    /// <summary>
    /// The place of the member that the first step of a pointer leads to, or the first two steps where they lead into
    /// metadata. Less than 0 where there is none.
    /// </summary>
    public int PlaceOf(ReadOnlySpan<byte> json, ReadOnlySpan<string> pointer)
    {
        if (pointer is ["metadata", var field, ..])
            return PlaceOf(json, _metadataStart, _metadataEnd, field);

        var before = PlaceOf(json, 0, _metadataStart, pointer[0]);
        return before >= 0 ? before : PlaceOf(json, _metadataEnd, Count, pointer[0]);
    }

    /// <summary>Where the value of the member at a place begins, or the white space before it.</summary>
    public int ValueAt(ReadOnlySpan<byte> json, int place)
    {
        var key = _keys![place];
        var length = json[(key + 1)..].IndexOf((byte)'"');

        return ValueAfterKey(json, key, length);
    }

    /// <summary>
    /// The bytes to remove with a member: the member itself and one comma. That is the comma behind it where no member
    /// before it stays, and the one before it otherwise.
    /// </summary>
    /// <param name="json">The text of the object.</param>
    /// <param name="place">The place of the member.</param>
    /// <param name="isFirst">Whether no member of the same object stays before it.</param>
    public JsonSpan RemovalOf(ReadOnlySpan<byte> json, int place, bool isFirst)
    {
        if (isFirst)
        {
            var next = NextInSameObject(place);
            return new JsonSpan(_keys![place], next >= 0 ? _keys[next] : EndOf(json, place));
        }

        // The member before the first one behind metadata is metadata itself.
        var previous = place == _metadataEnd ? _metadataStart - 1 : place - 1;
        return new JsonSpan(EndOf(json, previous), EndOf(json, place));
    }

    /// <summary>Whether the key at an offset has this name.</summary>
    public static bool IsKey(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> name) =>
        json[(at + 1)..].StartsWith(name) && json[at + 1 + name.Length] == (byte)'"';

    /// <summary>Where the value behind a key of a known length begins, or the white space before it.</summary>
    public static int ValueAfterKey(ReadOnlySpan<byte> json, int key, int length)
    {
        // Both quotes of the key, then perhaps white space, then the colon.
        var colon = key + length + 2;
        return colon + json[colon..].IndexOf((byte)':') + 1;
    }

    /// <summary>The place of a key among some places; less than 0 where it is not among them.</summary>
    private int PlaceOf(ReadOnlySpan<byte> json, int from, int to, string name)
    {
        const int MaxStackBytes = 128;
        Span<byte> buffer = stackalloc byte[MaxStackBytes];
        ReadOnlySpan<byte> utf8 = Encoding.UTF8.TryGetBytes(name, buffer, out var length)
            ? buffer[..length]
            : Encoding.UTF8.GetBytes(name);

        for (var place = from; place < to; place++)
        {
            if (IsKey(json, _keys![place], utf8))
                return place;
        }

        return -1;
    }

    /// <summary>The place of the next member of the same object; less than 0 for the last.</summary>
    private int NextInSameObject(int place)
    {
        if (IsMetadata(place))
            return place + 1 < _metadataEnd ? place + 1 : -1;

        var next = place == _metadataStart - 1 ? _metadataEnd : place + 1;
        return next < Count ? next : -1;
    }

    /// <summary>Where the value of the member at a place ends.</summary>
    private int EndOf(ReadOnlySpan<byte> json, int place)
    {
        if (NextInSameObject(place) is >= 0 and var next)
        {
            var comma = LengthWithoutSpace(json, _keys![next]) - 1;
            return LengthWithoutSpace(json, comma);
        }

        // Behind the last member stands the closing brace. That of metadata is the last byte of metadata's value.
        var objectEnd = IsMetadata(place) ? EndOf(json, _metadataStart - 1) : json.Length;
        return LengthWithoutSpace(json, objectEnd - 1);
    }

    private static int LengthWithoutSpace(ReadOnlySpan<byte> json, int end) => json[..end].TrimEnd(" \t\r\n"u8).Length;
}
