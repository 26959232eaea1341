using System.Text.Json;

namespace KubeVirt.Backup.Documents;

/// <summary>One change that a policy made to an object. Values of a Secret are not in it.</summary>
/// <param name="Resource">The object, by its id in the backup.</param>
/// <param name="Path">JSON pointer of what changed.</param>
/// <param name="Before">The value before; <see langword="null"/> where there was none.</param>
/// <param name="After">The value after; <see langword="null"/> where it was removed.</param>
/// <param name="Policy">The policy that made it.</param>
public sealed record DocumentChange(
    ResourceId Resource,
    string Path,
    JsonElement? Before,
    JsonElement? After,
    string Policy
);
