using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>One object that a client wrote.</summary>
/// <param name="Id">Which.</param>
/// <param name="Before">What it was; <see langword="null"/> where it was created.</param>
/// <param name="After">What it is; <see langword="null"/> where it was deleted.</param>
internal sealed record ApiWrite(ResourceId Id, JsonObject? Before, JsonObject? After);
