using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Keeps many objects side by side in large blocks, which the collector never moves: texts without what nobody reads of
/// them, so that the file they come from can go, and trees as text.
/// </summary>
/// <param name="most">
/// About the most bytes that there will be, so that few objects do not take more room than they need.
/// </param>
internal sealed class JsonPack(long most)
{
    private const int BlockBytes = 256 << 10;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Memory<byte> _block;

    /// <summary>A text without its gap.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, JsonGap gap)
    {
        var room = Take(json.Length - gap.Length);
        gap.CopyWithout(json, room.Span);
        return room;
    }

    /// <summary>A text without some of its members.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> json, Outline outline, MemberCuts cuts)
    {
        _buffer.ResetWrittenCount();
        var rest = _buffer.GetSpan(json.Length);
        return Add(rest[..cuts.CopyRest(json, outline, rest)], default);
    }

    /// <summary>A tree as text.</summary>
    public ReadOnlyMemory<byte> Add(JsonNode node)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Options))
            node.WriteTo(writer);
        return Add(_buffer.WrittenSpan, default);
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
