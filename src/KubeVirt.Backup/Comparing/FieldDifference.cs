using System.Text.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>One value that differs between two states of an object.</summary>
/// <param name="Path">JSON pointer of the value. Lists of the same length differ by item, others as a whole.</param>
/// <param name="Before">
/// The value before; <see langword="null"/> where there was none. Of a Secret only a text that it is not shown.
/// </param>
/// <param name="After">
/// The value after; <see langword="null"/> where there is none. Of a Secret only a text that it is not shown.
/// </param>
public sealed record FieldDifference(string Path, JsonElement? Before, JsonElement? After)
{
    /// <summary>One line: pointer, before, after.</summary>
    public override string ToString() =>
        $"{Path}: {Before?.GetRawText() ?? "(none)"} -> {After?.GetRawText() ?? "(none)"}";
}
