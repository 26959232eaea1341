namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// An attempt to read a guest's status: that there is no guest is an answer, that the server did not answer is none.
/// </summary>
internal readonly record struct StatusRead(bool IsRead, GuestStatus? Status, string? Failure = null);
