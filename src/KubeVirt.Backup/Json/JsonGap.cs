using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A member of a JSON text that can be left out of it: from its key up to the next one. <see langword="default"/> is none.</summary>
internal readonly record struct JsonGap(int Start, int End)
{
    /// <summary>Whether nothing is left out.</summary>
    public bool IsNone => End == 0;

    /// <summary>How many bytes are left out.</summary>
    public int Length => End - Start;

    /// <summary>The text without the gap, parsed.</summary>
    public JsonElement ParseWithout(ReadOnlySpan<byte> json, JsonDocumentOptions options)
    {
        if (IsNone)
            return JsonElement.Parse(json, options);
        var rest = ArrayPool<byte>.Shared.Rent(json.Length);
        CopyWithout(json, rest);
        var parsed = JsonElement.Parse(rest.AsSpan(0, json.Length - Length), options);
        ArrayPool<byte>.Shared.Return(rest);
        return parsed;
    }

    /// <summary>Copies the text without the gap.</summary>
    public void CopyWithout(ReadOnlySpan<byte> json, Span<byte> room)
    {
        json[..Start].CopyTo(room);
        json[End..].CopyTo(room[Start..]);
    }
}
