using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>What remembers a machine's latest checkpoint, as it was read last.</summary>
/// <param name="Id">The VirtualMachineBackupTracker.</param>
/// <param name="Uid">Its UID.</param>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, VirtualMachineBackupTrackerStatus.
/// </remarks>
public sealed record VirtualMachineBackupTracker(ResourceId Id, string Uid) : ActionState(Id, Uid)
{
    /// <summary>
    /// The latest checkpoint; <see langword="null"/> where there is none, so that the next backup is full.
    /// </summary>
    public BackupCheckpoint? LatestCheckpoint { get; init; }

    /// <summary>
    /// Whether the machine was restarted and the checkpoint has to be made known to it. If that fails, KubeVirt drops
    /// the checkpoint and the next backup is full.
    /// </summary>
    public bool RequiresRedefinition { get; init; }

    internal static VirtualMachineBackupTracker Read(Resource resource) =>
        new(resource.Id, UidOf(resource))
        {
            LatestCheckpoint = BackupCheckpoint.Read(resource),
            RequiresRedefinition = StatusReader.IsTrue(resource, "/status/checkpointRedefinitionRequired"),
        };
}
