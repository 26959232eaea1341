using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Incremental;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// Backs up the data of machines by the ways that a plan chose, see <see cref="PlannedMachine.Way"/>: CSI snapshots, group
/// snapshots, VirtualMachineSnapshots and VirtualMachineBackups.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// For <see cref="WayWork.Ways"/>. Needs what the clients of these actions need, and for group snapshots <c>patch</c> on
/// <c>persistentvolumeclaims</c>, since a group is chosen by labels. Holds no state: one object can serve several sessions.
/// </remarks>
public sealed class BackupWays(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
{
    /// <summary>CSI snapshots of claims.</summary>
    internal VolumeSnapshots Volumes { get; } = new(client, options, time);

    /// <summary>Group snapshots.</summary>
    internal VolumeGroupSnapshots Groups { get; } = new(client, options, time);

    /// <summary>KubeVirt's snapshots of machines.</summary>
    internal VirtualMachineSnapshots Machines { get; } = new(client, options, time);

    /// <summary>KubeVirt's backups of disks.</summary>
    internal VirtualMachineBackups Backups { get; } = new(client, options, time);

    /// <summary>The trackers of these.</summary>
    internal VirtualMachineBackupTrackers Trackers { get; } = new(client, options, time);

    /// <summary>Claims, their labels, and the contents of snapshots.</summary>
    internal ActionObjects Objects { get; } = new(client, options, time);
}
