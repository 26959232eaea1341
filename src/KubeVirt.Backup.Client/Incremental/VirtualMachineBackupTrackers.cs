using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>What lets KubeVirt make incremental backups: one tracker for each machine and backup product.</summary>
/// <remarks>
/// KubeVirt tracks changes only of machines that its changedBlockTrackingLabelSelectors choose, by labels of the
/// machine or its namespace, from their next start on. Needs <c>create</c>, <c>get</c> and <c>delete</c> on
/// <c>virtualmachinebackuptrackers</c> in <c>backup.kubevirt.io</c>. Source: KubeVirt pkg/storage/cbt.
/// </remarks>
public sealed class VirtualMachineBackupTrackers
{
    private readonly ActionClient<VirtualMachineBackupTracker> _trackers;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineBackupTrackers(
        IKubernetes client,
        ClusterOptions? options = null,
        TimeProvider? time = null
    ) =>
        _trackers = new(
            new ActionObjects(client, options, time),
            Kinds.VirtualMachineBackupTracker,
            FindingIds.ActionNotDone,
            "the VirtualMachineBackupTracker",
            VirtualMachineBackupTracker.Read,
            _ => null
        );

    /// <summary>Creates a tracker.</summary>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="name">What it is called, in the machine's namespace. It must be free.</param>
    /// <param name="labels">Labels by which it can be found again. Default: none.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">
    /// The id is not that of a VirtualMachine, or the name cannot be one.
    /// </exception>
    /// <exception cref="ClusterException">
    /// The server refused, has another one of that name, or kept failing.
    /// </exception>
    public Task<VirtualMachineBackupTracker> CreateAsync(
        ResourceId machine,
        string name,
        IReadOnlyDictionary<string, string>? labels = null,
        CancellationToken cancellationToken = default
    ) =>
        _trackers.CreateAsync(
            machine.Namespace,
            name,
            labels,
            new JsonObject { ["source"] = ActionSources.Machine(machine) },
            cancellationToken
        );

    /// <summary>
    /// A tracker as it is now, with the checkpoint from which the next backup begins; <see langword="null"/> where
    /// there is none.
    /// </summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VirtualMachineBackupTracker?> FindAsync(
        ResourceId tracker,
        CancellationToken cancellationToken = default
    ) => _trackers.FindAsync(tracker, cancellationToken);

    /// <summary>Deletes a tracker, so that the next backup is full. One that is gone is well.</summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VirtualMachineBackupTracker tracker, CancellationToken cancellationToken = default) =>
        _trackers.DeleteAsync(tracker, cancellationToken);
}
