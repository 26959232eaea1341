namespace KubeVirt.Backup.Json;

/// <summary>
/// A part of a JSON text that is left out of it, such as a member with a comma. <see langword="default"/> is none.
/// </summary>
internal readonly record struct JsonGap(int Start, int End)
{
    /// <summary>How many bytes are left out.</summary>
    public int Length => End - Start;

    /// <summary>Copies the text without the gap.</summary>
    public void CopyWithout(ReadOnlySpan<byte> json, Span<byte> room)
    {
        json[..Start].CopyTo(room);
        json[End..].CopyTo(room[Start..]);
    }
}
