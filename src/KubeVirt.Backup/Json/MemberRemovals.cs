using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// Members of an object, and of its metadata, to remove from its text. An edit that only removes such members needs no
/// tree. <see langword="default"/> removes none.
/// </summary>
/// <param name="Places">A bit for each place in the <see cref="MemberIndex"/> of the text.</param>
internal readonly record struct MemberRemovals(ulong Places)
{
    /// <summary>How many members an object may have for this to work: as many as there are bits.</summary>
    public const int MaxPlaces = 64;

    /// <summary>Whether the member at this place is removed.</summary>
    public bool Contains(int place) => ((Places >> place) & 1) != 0;

    /// <summary>These removals and one more.</summary>
    public MemberRemovals With(int place) => new(Places | (1UL << place));

    /// <summary>What stays of the text, parsed.</summary>
    /// <exception cref="JsonException">The text is not JSON, or nested too deeply.</exception>
    public JsonElement ParseRest(ReadOnlySpan<byte> json, MemberIndex members, JsonDocumentOptions options)
    {
        if (Places == 0)
            return JsonElement.Parse(json, options);

        var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
        var length = CopyRest(json, members, buffer);
        var parsed = JsonElement.Parse(buffer.AsSpan(0, length), options);
        ArrayPool<byte>.Shared.Return(buffer);

        return parsed;
    }

    /// <summary>Copies what stays of the text, and returns how many bytes that is.</summary>
    /// <param name="json">The text of the object.</param>
    /// <param name="members">Where its members stand.</param>
    /// <param name="destination">Where to copy it; at least as long as the text.</param>
    public int CopyRest(ReadOnlySpan<byte> json, MemberIndex members, Span<byte> destination)
    {
        var read = 0;
        var written = 0;
        // Whether all members so far were removed, of the object and of its metadata: which comma goes depends on it.
        var isFirst = true;
        var isFirstOfMetadata = true;

        for (var place = 0; place < members.Count; place++)
        {
            ref var first = ref members.IsMetadata(place) ? ref isFirstOfMetadata : ref isFirst;
            if (!Contains(place))
            {
                first = false;
                continue;
            }

            var removed = members.RemovalOf(json, place, first);
            json[read..removed.Start].CopyTo(destination[written..]);
            written += removed.Start - read;
            read = removed.End;
        }

        json[read..].CopyTo(destination[written..]);
        return written + json.Length - read;
    }
}
