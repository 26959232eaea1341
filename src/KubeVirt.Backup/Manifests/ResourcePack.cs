using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Keeps the bytes of many objects side by side, without what stood between and within them that nobody reads, so that the text they come from can go.</summary>
/// <param name="most">The most bytes that there will be, so that the objects of small texts do not take more room than they need.</param>
internal sealed class ResourcePack(long most)
{
    private const int BlockBytes = 1 << 20;
    private Memory<byte> _block;

    /// <summary>An object without its gap.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, JsonGap gap)
    {
        var room = Take(json.Length - gap.Length);
        gap.CopyWithout(json, room.Span);
        return room;
    }

    private Memory<byte> Take(int length)
    {
        if (length > _block.Length)
        {
            // An object that is large has a block of its own.
            if (length > BlockBytes / 8)
                return GC.AllocateUninitializedArray<byte>(length);
            _block = GC.AllocateUninitializedArray<byte>((int)Math.Max(length, Math.Min(most, BlockBytes)));
        }

        var room = _block[..length];
        _block = _block[length..];
        return room;
    }
}
