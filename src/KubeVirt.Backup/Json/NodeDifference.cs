using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Json;

/// <summary>One value that differs between two trees.</summary>
/// <param name="Pointer">JSON pointer to the value.</param>
/// <param name="Before">The value in the first tree; <see langword="null"/> where it is absent or null.</param>
/// <param name="After">The value in the second tree; <see langword="null"/> where it is absent or null.</param>
internal readonly record struct NodeDifference(string Pointer, JsonNode? Before, JsonNode? After);
