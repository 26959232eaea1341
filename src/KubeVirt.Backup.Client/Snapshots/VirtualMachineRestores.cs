using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// Restores of machines that KubeVirt makes from its own snapshots, in the namespace of the snapshot.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// A restore is done when the machine is restored. Deleting it leaves what it restored. Needs <c>create</c>, <c>get</c>
/// and <c>delete</c> on <c>virtualmachinerestores</c> in <c>snapshot.kubevirt.io</c>. Source: KubeVirt
/// pkg/storage/snapshot/restore.go.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var restores = new VirtualMachineRestores(client);
/// var snapshot = new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "database-1");
/// var restore = await restores.CreateAsync(
///     snapshot,
///     target: "database",
///     name: "database-1-restore",
///     cancellationToken: cancellationToken
/// );
/// restore = await restores.WaitAsync(restore, cancellationToken: cancellationToken);
/// Console.WriteLine(restore.Problem?.Message ?? $"{restore.Id} is complete.");
/// </code>
/// </example>
public sealed class VirtualMachineRestores(
    IKubernetes client,
    ClusterOptions? options = null,
    TimeProvider? time = null
) : CompletingActionClient<VirtualMachineRestore>(client, options, time, Kind)
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineRestore,
        FindingIds.ActionNotDone,
        "the VirtualMachineRestore's events, the claims that it makes, and the log of virt-controller",
        "KubeVirt goes on with it: as soon as the machine is stopped, by whomever, or is not there, it replaces the machine's disks or makes it. "
            + "With the targetReadinessPolicy StopTarget KubeVirt stops the machine for that, with WaitEventually it "
            + "waits without end, and otherwise until 5 minutes after the restore was created. DeleteAsync stops it "
            + "and lets the machine start again; disks and claims that were replaced by then stay so."
    );

    /// <summary>Creates a VirtualMachineRestore. Returns before KubeVirt has restored anything.</summary>
    /// <param name="snapshot">The VirtualMachineSnapshot; it must be ready.</param>
    /// <param name="target">
    /// Name of the VirtualMachine to restore, in the snapshot's namespace: the one of which the snapshot was taken, or
    /// one that does not exist.
    /// </param>
    /// <param name="name">What the restore is called. It must be free.</param>
    /// <param name="options">
    /// How it is restored. Default: <see cref="VirtualMachineRestoreOptions"/> with its own defaults.
    /// </param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">
    /// The id is not that of a VirtualMachineSnapshot, or a name cannot be one.
    /// </exception>
    /// <exception cref="ClusterException">
    /// The server refused, has another one of that name, or kept failing.
    /// </exception>
    public Task<VirtualMachineRestore> CreateAsync(
        ResourceId snapshot,
        string target,
        string name,
        VirtualMachineRestoreOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new VirtualMachineRestoreOptions();
        ActionSources.ThrowIfNot(snapshot, Kinds.VirtualMachineSnapshot);

        var machine = new ResourceId(Kinds.VirtualMachine, snapshot.Namespace, target);
        var spec = new JsonObject
        {
            ["target"] = ActionSources.Machine(machine),
            ["virtualMachineSnapshotName"] = snapshot.Name,
        };
        options.AddTo(spec);

        return CreateAsync(snapshot.Namespace, name, options.Labels, spec, cancellationToken);
    }

    private protected override VirtualMachineRestore Read(Resource resource) => VirtualMachineRestore.Read(resource);

    private protected override bool IsDone(VirtualMachineRestore state) => state.IsComplete;

    // KubeVirt never takes this condition back.
    private protected override string? FailureOf(VirtualMachineRestore state) =>
        state.Condition("Failure") is not null ? "KubeVirt gave up." : null;
}
