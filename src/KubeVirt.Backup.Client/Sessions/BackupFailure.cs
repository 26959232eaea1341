using System.Text.Json.Serialization;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>A step of a backup that failed when snapshots were taken already, so that the backup is partial.</summary>
/// <param name="Step">The step.</param>
/// <param name="Message">What went wrong.</param>
public sealed record BackupFailure(BackupStep Step, string Message)
{
    /// <summary>What was thrown; <see langword="null"/> where the failure was read from a document.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }
}
