namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// An attempt to read a machine: that there is none is an answer. The default value is an attempt that was not made.
/// </summary>
/// <param name="IsRead">Whether the server answered.</param>
/// <param name="Status">The machine; <see langword="null"/> where there is none, or no answer.</param>
/// <param name="Failure">Why there is no answer, where that is known.</param>
internal readonly record struct MachineRead(bool IsRead, MachineStatus? Status, string? Failure = null);
