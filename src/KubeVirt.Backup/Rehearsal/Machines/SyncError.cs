namespace KubeVirt.Backup.Rehearsal;

/// <summary>Why a controller of KubeVirt could not go on, as the condition says it.</summary>
/// <param name="Reason">The reason of the condition.</param>
/// <param name="Message">The message of the condition.</param>
internal sealed record SyncError(string Reason, string Message);
