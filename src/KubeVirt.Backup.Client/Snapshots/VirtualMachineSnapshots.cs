using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// Snapshots of machines that KubeVirt takes itself: it freezes the guest, snapshots its volumes, thaws it, and keeps
/// the definition.
/// </summary>
/// <remarks>
/// A guest that is frozen by a <see cref="Freeze.FreezeSession"/> at the same time is thawed by KubeVirt: use one or
/// the other. Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinesnapshots</c> in
/// <c>snapshot.kubevirt.io</c>. Source: KubeVirt pkg/storage/snapshot/snapshot.go.
/// </remarks>
public sealed class VirtualMachineSnapshots
{
    private readonly ActionClient<VirtualMachineSnapshot> _snapshots;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineSnapshots(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null) =>
        _snapshots = new(
            new ActionObjects(client, options, time),
            Kinds.VirtualMachineSnapshot,
            FindingIds.SnapshotNotMade,
            "the VirtualMachineSnapshot's events, the VolumeSnapshots that its content names, and the log of virt-controller",
            VirtualMachineSnapshot.Read,
            snapshot => snapshot.Phase == "Failed" ? "KubeVirt gave up." : null
        );

    /// <summary>Asks for a snapshot. Nothing is waited for.</summary>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="name">What the snapshot is called, in the machine's namespace. It must be free.</param>
    /// <param name="options">How. Default: those of <see cref="VirtualMachineSnapshotOptions"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">
    /// The id is not that of a VirtualMachine, or the name cannot be one.
    /// </exception>
    /// <exception cref="ClusterException">
    /// The server refused, has another one of that name, or kept failing.
    /// </exception>
    public Task<VirtualMachineSnapshot> CreateAsync(
        ResourceId machine,
        string name,
        VirtualMachineSnapshotOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new VirtualMachineSnapshotOptions();
        var spec = new JsonObject { ["source"] = ActionSources.Machine(machine) };
        if (options.RetainsContent)
            spec["deletionPolicy"] = "Retain";
        if (options.FailureDeadline is { } deadline)
            spec["failureDeadline"] = ActionSources.Duration(deadline);
        return _snapshots.CreateAsync(machine.Namespace, name, options.Labels, spec, cancellationToken);
    }

    /// <summary>A snapshot as it is now; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VirtualMachineSnapshot?> FindAsync(
        ResourceId snapshot,
        CancellationToken cancellationToken = default
    ) => _snapshots.FindAsync(snapshot, cancellationToken);

    /// <summary>
    /// Waits until a snapshot is taken or ready. One that fails, is deleted meanwhile, or is not in time has a problem
    /// then.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="moment">What to wait for: the guest is thawed once it is taken.</param>
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting; the snapshot goes on.</param>
    public Task<VirtualMachineSnapshot> WaitAsync(
        VirtualMachineSnapshot snapshot,
        SnapshotMoment moment = SnapshotMoment.Ready,
        WaitOptions? wait = null,
        IProgress<VirtualMachineSnapshot>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _snapshots.WaitAsync(snapshot, seen => seen.IsAt(moment), wait, progress, cancellationToken);
    }

    /// <summary>
    /// Deletes a snapshot, with its volumes' unless it retains them. Returns when the server has taken note: finalizers
    /// may keep it for a while. One that is gone is well.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VirtualMachineSnapshot snapshot, CancellationToken cancellationToken = default) =>
        _snapshots.DeleteAsync(snapshot, cancellationToken);
}
