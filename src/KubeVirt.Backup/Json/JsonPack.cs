using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Keeps the JSON of many objects side by side in large blocks, without the parts that nobody reads. So the file that
/// the objects come from can be released, and the garbage collector has few objects to look after and none to move.
/// </summary>
/// <param name="maxBytes">
/// About the most bytes that there will be, so that few objects do not take more memory than they need.
/// </param>
/// <remarks>Not safe to share between threads. What it returned stays valid as long as somebody holds it.</remarks>
internal sealed class JsonPack(long maxBytes)
{
    // Above 85,000 bytes the runtime allocates on the large object heap, which is not compacted.
    private const int BlockBytes = 256 << 10;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Memory<byte> _block;

    /// <summary>Adds a text without some of its bytes.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, JsonSpan removed)
    {
        var memory = Reserve(json.Length - removed.Length);
        removed.CopyWithout(json, memory.Span);

        return memory;
    }

    /// <summary>Adds a text without some of its members.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, MemberIndex members, MemberRemovals removals)
    {
        _buffer.ResetWrittenCount();
        var rest = _buffer.GetSpan(json.Length);
        var length = removals.CopyRest(json, members, rest);

        return Add(rest[..length], default);
    }

    /// <summary>Adds a tree as text.</summary>
    public ReadOnlyMemory<byte> Add(JsonNode node)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Options))
            node.WriteTo(writer);

        return Add(_buffer.WrittenSpan, default);
    }

    /// <summary>Memory that nobody else has, from the current block or a new one.</summary>
    private Memory<byte> Reserve(int length)
    {
        if (length > _block.Length)
        {
            // A large object gets a block of its own, so that the rest of the current block is not wasted.
            if (length > BlockBytes / 8)
                return GC.AllocateUninitializedArray<byte>(length);

            var blockLength = (int)Math.Max(length, Math.Min(maxBytes, BlockBytes));
            _block = GC.AllocateUninitializedArray<byte>(blockLength);
        }

        var reserved = _block[..length];
        _block = _block[length..];
        return reserved;
    }
}
