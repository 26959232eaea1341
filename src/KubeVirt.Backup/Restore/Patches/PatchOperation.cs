using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Restore;

/// <summary>One operation of a JSON Patch (RFC 6902), checked.</summary>
/// <param name="Op">One of the six.</param>
/// <param name="Path">The tokens of the place, unescaped.</param>
/// <param name="From">Those of the source of a move or copy; empty otherwise.</param>
/// <param name="Value">What is added, put or expected.</param>
/// <param name="Text">The operation for messages: its number, its kind and its place.</param>
internal sealed record PatchOperation(string Op, string[] Path, string[] From, JsonNode? Value, string Text);
