using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Keeps the bytes of many objects side by side, without what stood between and within them that nobody reads, so that the file they came from can go.</summary>
/// <param name="most">The most bytes that there will be, so that the objects of small files do not take more room than they need.</param>
internal sealed class ResourcePack(int most)
{
    private readonly int _blockBytes = Math.Min(most, 1 << 20);
    private byte[] _block = [];
    private int _used;

    /// <summary>A copy of an object without its gap.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, JsonGap gap)
    {
        var room = Take(json.Length - gap.Length);
        gap.CopyWithout(json, room.Span);
        return room;
    }

    private Memory<byte> Take(int length)
    {
        if (length > _blockBytes / 8)
            return GC.AllocateUninitializedArray<byte>(length);
        if (length > _block.Length - _used)
            (_block, _used) = (GC.AllocateUninitializedArray<byte>(_blockBytes), 0);
        _used += length;
        return _block.AsMemory(_used - length, length);
    }
}
