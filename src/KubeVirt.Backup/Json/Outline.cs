using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Where the members of an object, and those of its metadata, stand in its JSON text: whoever reads the text once notes their keys, and a look at one of them
/// need not read what stands before it. <see langword="default"/> knows nothing.
/// </summary>
internal readonly struct Outline
{
    private readonly int[]? _keys;
    private readonly int _count;
    private readonly int _metadata;
    private readonly int _behind;

    /// <param name="keys">Offsets of the keys, at their first quote, in the order of the text: those of the object, and right behind the key "metadata" those of its value. None is written with an escape.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="metadata">The place of the first of metadata's.</param>
    /// <param name="behind">The place behind the last of them.</param>
    public Outline(int[] keys, int count, int metadata, int behind) => (_keys, _count, _metadata, _behind) = (keys, count, metadata, behind);

    /// <summary>Whether anything was noted.</summary>
    public bool IsKnown => _keys is not null;

    /// <summary>The object's own keys before "metadata".</summary>
    public ReadOnlySpan<int> Before => _keys.AsSpan(0, _metadata - 1);

    /// <summary>The keys of its metadata.</summary>
    public ReadOnlySpan<int> Metadata => _keys.AsSpan(_metadata.._behind);

    /// <summary>The object's own keys after "metadata".</summary>
    public ReadOnlySpan<int> Behind => _keys.AsSpan(_behind, _count - _behind);

    /// <summary>Where the value begins that a pointer's first steps lead to, and how many steps these are; less than 0 where there is none.</summary>
    public (int At, int Steps) Find(ReadOnlySpan<byte> json, ReadOnlySpan<string> pointer)
    {
        if (pointer is ["metadata", var field, ..])
            return (Find(json, Metadata, field), 2);
        if (pointer is ["metadata"])
            return (ValueAt(json, _keys![_metadata - 1], "metadata".Length), 1);
        var before = Find(json, Before, pointer[0]);
        return (before >= 0 ? before : Find(json, Behind, pointer[0]), 1);
    }

    /// <summary>The member of metadata that a text lacks when all from its key to the next one is left out; none where it is absent or the last.</summary>
    public JsonGap MetadataGap(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var keys = IsKnown ? Metadata : [];
        for (var k = 0; k < keys.Length - 1; k++)
        {
            if (IsKey(json, keys[k], name))
                return new JsonGap(keys[k], keys[k + 1]);
        }

        return default;
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

    private static int Find(ReadOnlySpan<byte> json, ReadOnlySpan<int> keys, string name)
    {
        foreach (var key in keys)
        {
            var reader = new Utf8JsonReader(json[key..]);
            if (reader.Read() && reader.ValueTextEquals(name))
                return ValueAt(json, key, reader.ValueSpan.Length);
        }

        return -1;
    }
}
