namespace KubeVirt.Backup.Json;

/// <summary>
/// Bytes to remove from a JSON text, such as a member with its comma. <see langword="default"/> removes nothing.
/// </summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="End">Offset behind the last byte.</param>
internal readonly record struct JsonSpan(int Start, int End)
{
    /// <summary>How many bytes are removed.</summary>
    public int Length => End - Start;

    /// <summary>Copies the text without these bytes.</summary>
    /// <param name="json">The text.</param>
    /// <param name="destination">Where to copy it; at least as long as the text less <see cref="Length"/>.</param>
    public void CopyWithout(ReadOnlySpan<byte> json, Span<byte> destination)
    {
        json[..Start].CopyTo(destination);
        json[End..].CopyTo(destination[Start..]);
    }
}
