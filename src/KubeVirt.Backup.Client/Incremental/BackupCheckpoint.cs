using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>The point in time from which the next backup of a machine can be incremental.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreationTime">When it was made; <see langword="null"/> where the tracker does not state it.</param>
/// <param name="Volumes">Names of the machine's volumes that it covers.</param>
/// <remarks>Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, BackupCheckpoint.</remarks>
public sealed record BackupCheckpoint(string Name, DateTimeOffset? CreationTime, IReadOnlyList<string> Volumes)
{
    internal static BackupCheckpoint? Read(Resource tracker) =>
        tracker.StringAt("/status/latestCheckpoint/name") is { Length: > 0 } name
            ? new BackupCheckpoint(
                name,
                StatusReader.Time(tracker, "/status/latestCheckpoint/creationTime"),
                [
                    .. StatusReader
                        .Objects(tracker, "/status/latestCheckpoint/volumes")
                        .Select(volume => StatusReader.Text(volume, "volumeName")),
                ]
            )
            : null;
}
