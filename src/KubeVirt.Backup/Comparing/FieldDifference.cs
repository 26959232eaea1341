using System.Text.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>One value that differs between two states of an object.</summary>
/// <param name="Path">
/// JSON pointer of the value. Lists of the same length are compared item by item, others as a whole.
/// </param>
/// <param name="Before">
/// The value before; <see langword="null"/> where there was none. For a Secret, a text in place of the value.
/// </param>
/// <param name="After">
/// The value after; <see langword="null"/> where there is none. For a Secret, a text in place of the value.
/// </param>
public sealed record FieldDifference(string Path, JsonElement? Before, JsonElement? After)
{
    /// <summary>One line: pointer, before, after.</summary>
    public override string ToString() =>
        $"{Path}: {Before?.GetRawText() ?? "(none)"} -> {After?.GetRawText() ?? "(none)"}";
}
