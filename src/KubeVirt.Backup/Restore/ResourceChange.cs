using System.Text.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>One change that a policy made to an object.</summary>
/// <param name="Resource">The object, by its id in the backup.</param>
/// <param name="Path">JSON pointer of what changed.</param>
/// <param name="Before">The value before; <see langword="null"/> where there was none.</param>
/// <param name="After">The value after; <see langword="null"/> where it was removed.</param>
/// <param name="Policy">The policy that made it.</param>
/// <remarks>Values of a Secret are replaced by a text that says so: a change can be logged.</remarks>
public sealed record ResourceChange(ResourceId Resource, string Path, JsonElement? Before, JsonElement? After, string Policy);
