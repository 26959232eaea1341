using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>Keeps the bytes of many objects side by side, without what stood between and within them that nobody reads.</summary>
internal sealed class ResourcePack
{
    private const int BlockBytes = 1 << 20;
    private readonly int _most;
    private readonly int _text;
    private Memory<byte> _block;
    private bool _inText;

    /// <summary>Copies objects into blocks of its own, so that the text they come from can go.</summary>
    /// <param name="most">The most bytes that there will be, so that the objects of small texts do not take more room than they need.</param>
    public ResourcePack(int most) => _most = most;

    /// <summary>Moves objects together at the start of the very text they come from. They come in the order of the text, each when all before it is done with.</summary>
    public ResourcePack(Memory<byte> text)
    {
        (_most, _text) = (text.Length, text.Length);
        (_block, _inText) = (text, true);
    }

    /// <summary>How many bytes of that text are in use, from its start.</summary>
    public int Used => _inText ? _text - _block.Length : _text;

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
            (_block, _inText) = (GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(_most, BlockBytes))), false);
        }

        var room = _block[..length];
        _block = _block[length..];
        return room;
    }
}
