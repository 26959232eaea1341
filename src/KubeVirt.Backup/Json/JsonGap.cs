using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A member of a JSON text that reading passes over: from the comma before it up to the one behind it. <see langword="default"/> is none.</summary>
/// <remarks>
/// managedFields is half of what an API server writes and nobody reads it, so whoever has read the text once notes where it stands. A reader
/// goes over it without a look: it reads up to the first comma, and on from the second with what it knew at the first.
/// </remarks>
internal readonly record struct JsonGap(int Start, int End)
{
    /// <summary>The member between two keys that follow each other, the first being its own; none where no comma stands before it.</summary>
    public static JsonGap Between(ReadOnlySpan<byte> json, int key, int nextKey)
    {
        var (start, end) = (CommaBefore(json, key), CommaBefore(json, nextKey));
        return start < 0 || end < 0 ? default : new JsonGap(start, end);
    }

    /// <summary>Whether nothing is passed over.</summary>
    public bool IsNone => End == 0;

    /// <summary>The text without the gap, parsed.</summary>
    public JsonElement ParseWithout(ReadOnlySpan<byte> json, JsonDocumentOptions options)
    {
        if (IsNone)
            return JsonElement.Parse(json, options);
        var rest = ArrayPool<byte>.Shared.Rent(json.Length);
        json[..Start].CopyTo(rest);
        json[End..].CopyTo(rest.AsSpan(Start));
        var parsed = JsonElement.Parse(rest.AsSpan(0, json.Length - (End - Start)), options);
        ArrayPool<byte>.Shared.Return(rest);
        return parsed;
    }

    /// <summary>A reader for the text before the gap; all of the text where there is none.</summary>
    public Utf8JsonReader Before(ReadOnlySpan<byte> json) =>
        new(IsNone ? json : json[..(Start + 1)], isFinalBlock: IsNone, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth }));

    /// <summary>A reader for the text behind the gap, whose positions count from <see cref="End"/>.</summary>
    public Utf8JsonReader Behind(ReadOnlySpan<byte> json, JsonReaderState before) => new(json[End..], isFinalBlock: true, before);

    private static int CommaBefore(ReadOnlySpan<byte> json, int at)
    {
        var before = json[..at].TrimEnd(" \t\r\n"u8);
        return before is [.., (byte)','] ? before.Length - 1 : -1;
    }
}
