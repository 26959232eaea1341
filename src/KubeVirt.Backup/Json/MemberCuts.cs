using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Members of an object, and of its metadata, that are left out of its text: who edits no more than that needs no tree.
/// <see langword="default"/> leaves out none.
/// </summary>
/// <param name="Places">A bit for each place in the outline of the text.</param>
internal readonly record struct MemberCuts(ulong Places)
{
    /// <summary>How many members an outline may have.</summary>
    public const int MaxPlaces = 64;

    /// <summary>Whether what stands at this place is left out.</summary>
    public bool Contains(int place) => ((Places >> place) & 1) != 0;

    /// <summary>The same without what stands at this place.</summary>
    public MemberCuts With(int place) => new(Places | (1UL << place));

    /// <summary>What is left of the text, parsed.</summary>
    public JsonElement ParseRest(ReadOnlySpan<byte> json, Outline outline, JsonDocumentOptions options)
    {
        if (Places == 0)
            return JsonElement.Parse(json, options);
        var rest = ArrayPool<byte>.Shared.Rent(json.Length);
        var parsed = JsonElement.Parse(rest.AsSpan(0, CopyRest(json, outline, rest)), options);
        ArrayPool<byte>.Shared.Return(rest);
        return parsed;
    }

    /// <summary>Copies what is left of the text; returns how many bytes that is.</summary>
    public int CopyRest(ReadOnlySpan<byte> json, Outline outline, Span<byte> room)
    {
        var (read, written) = (0, 0);
        var (isFirst, isFirstOfMetadata) = (true, true);
        for (var place = 0; place < outline.Count; place++)
        {
            ref var first = ref outline.IsMetadata(place) ? ref isFirstOfMetadata : ref isFirst;
            if (!Contains(place))
            {
                first = false;
                continue;
            }

            var gap = outline.GapOf(json, place, first);
            json[read..gap.Start].CopyTo(room[written..]);
            (read, written) = (gap.End, written + gap.Start - read);
        }

        json[read..].CopyTo(room[written..]);
        return written + json.Length - read;
    }
}
