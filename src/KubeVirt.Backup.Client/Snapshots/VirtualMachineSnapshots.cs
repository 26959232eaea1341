using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// Snapshots of machines that KubeVirt takes itself: it freezes the guest, takes snapshots of its volumes, thaws it,
/// and keeps the definition.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// A guest that a <see cref="Freeze.FreezeSession"/> freezes at the same time is thawed by KubeVirt: use one or the
/// other. Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinesnapshots</c> in
/// <c>snapshot.kubevirt.io</c>. Source: KubeVirt pkg/storage/snapshot/snapshot.go.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var snapshots = new VirtualMachineSnapshots(client);
/// var machine = new ResourceId(Kinds.VirtualMachine, "shop", "database");
/// var snapshot = await snapshots.CreateAsync(machine, "database-1", cancellationToken: cancellationToken);
/// snapshot = await snapshots.WaitAsync(snapshot, cancellationToken: cancellationToken);
/// Console.WriteLine(snapshot.Problem?.Message ?? $"{snapshot.Id} is {snapshot.Consistency}.");
/// </code>
/// </example>
public sealed class VirtualMachineSnapshots(
    IKubernetes client,
    ClusterOptions? options = null,
    TimeProvider? time = null
) : ActionClient<VirtualMachineSnapshot>(client, options, time, Kind)
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineSnapshot,
        FindingIds.SnapshotNotMade,
        "the VirtualMachineSnapshot's events, the VolumeSnapshots that its content names, "
            + "and the log of virt-controller",
        "KubeVirt goes on with it, and may freeze and thaw the guest meanwhile, until its spec.failureDeadline, "
            + "5 minutes after it was created where nothing else was asked for; then KubeVirt gives up by itself. "
            + "DeleteAsync stops it before that."
    );

    /// <summary>Creates a VirtualMachineSnapshot. Returns before KubeVirt has taken the snapshot.</summary>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="name">What the snapshot is called, in the machine's namespace. It must be free.</param>
    /// <param name="options">
    /// How the snapshot is taken. Default: <see cref="VirtualMachineSnapshotOptions"/> with its own defaults.
    /// </param>
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

        return CreateAsync(machine.Namespace, name, options.Labels, spec, cancellationToken);
    }

    /// <summary>
    /// Waits until a snapshot is taken or ready. One that fails, is deleted meanwhile, or is not in time has a
    /// <see cref="ActionState.Problem"/> then; this does not throw for it.
    /// </summary>
    /// <param name="snapshot">The snapshot, as it was created or read.</param>
    /// <param name="moment">What to wait for: the guest is thawed once the snapshot is taken.</param>
    /// <param name="wait">How long to wait. Default: <see cref="WaitOptions"/> with its own defaults.</param>
    /// <param name="progress">Receives the snapshot each time it was read.</param>
    /// <param name="cancellationToken">Stops waiting; the snapshot goes on.</param>
    /// <returns>The snapshot as it was read last.</returns>
    public Task<VirtualMachineSnapshot> WaitAsync(
        VirtualMachineSnapshot snapshot,
        SnapshotMoment moment = SnapshotMoment.Ready,
        WaitOptions? wait = null,
        IProgress<VirtualMachineSnapshot>? progress = null,
        CancellationToken cancellationToken = default
    ) => WaitUntilAsync(snapshot, seen => seen.HasReached(moment), wait, progress, cancellationToken);

    private protected override VirtualMachineSnapshot Read(Resource resource) => VirtualMachineSnapshot.Read(resource);

    private protected override string? FailureOf(VirtualMachineSnapshot state) =>
        state.Phase == "Failed" ? "KubeVirt gave up." : null;
}
