namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// An attempt to read a guest's status: that there is no guest is an answer, that the server did not answer is none.
/// The default value is an attempt that failed, or was not made.
/// </summary>
/// <param name="IsRead">Whether the server answered.</param>
/// <param name="Status">The status; <see langword="null"/> where there is no guest, or no answer.</param>
/// <param name="Failure">Why there is no answer, where that is known.</param>
internal readonly record struct StatusRead(bool IsRead, GuestStatus? Status, string? Failure = null);
