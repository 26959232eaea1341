namespace KubeVirt.Backup.Client.Cluster;

/// <summary>A version of a group that a server serves.</summary>
/// <param name="Group">The group; empty for the core one.</param>
/// <param name="ApiVersion">The version, with the group in front of it.</param>
/// <param name="Kinds">Its kinds; <see langword="null"/> where the server did not tell them yet.</param>
internal sealed record ServedVersion(string Group, string ApiVersion, IReadOnlyList<ServedKind>? Kinds);
