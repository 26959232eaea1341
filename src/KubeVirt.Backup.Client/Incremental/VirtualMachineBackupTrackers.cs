using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>
/// Trackers, from which KubeVirt knows the checkpoint that the next incremental backup begins from: one for each
/// machine and backup product.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// KubeVirt tracks changes only of machines that its changedBlockTrackingLabelSelectors choose, by labels of the
/// machine or its namespace, from their next start on. When a tracker is deleted, the next backup is full. Needs
/// <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinebackuptrackers</c> in <c>backup.kubevirt.io</c>.
/// Source: KubeVirt pkg/storage/cbt.
/// </remarks>
public sealed class VirtualMachineBackupTrackers(
    IKubernetes client,
    ClusterOptions? options = null,
    TimeProvider? time = null
) : ActionClient<VirtualMachineBackupTracker>(client, options, time, Kind)
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineBackupTracker,
        FindingIds.ActionNotDone,
        "the VirtualMachineBackupTracker",
        "A tracker does nothing by itself: backups through it do, until each of them is deleted."
    );

    /// <summary>Creates a tracker. It has no checkpoint before the first backup through it.</summary>
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
    )
    {
        var spec = new JsonObject { ["source"] = ActionSources.Machine(machine) };
        return CreateAsync(machine.Namespace, name, labels, spec, cancellationToken);
    }

    private protected override VirtualMachineBackupTracker Read(Resource resource) =>
        VirtualMachineBackupTracker.Read(resource);
}
