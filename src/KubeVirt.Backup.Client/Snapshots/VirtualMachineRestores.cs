using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Restores of machines that KubeVirt makes from its own snapshots, in their namespace.</summary>
/// <remarks>
/// Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinerestores</c> in <c>snapshot.kubevirt.io</c>.
/// Source: KubeVirt pkg/storage/snapshot/restore.go.
/// </remarks>
public sealed class VirtualMachineRestores
{
    private readonly ActionClient<VirtualMachineRestore> _restores;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineRestores(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null) =>
        _restores = new(
            new ActionObjects(client, options, time),
            Kinds.VirtualMachineRestore,
            FindingIds.ActionNotDone,
            "the VirtualMachineRestore's events, the claims that it makes, and the log of virt-controller",
            VirtualMachineRestore.Read,
            // KubeVirt never takes this condition back.
            restore => restore.Condition("Failure") is not null ? "KubeVirt gave up." : null
        );

    /// <summary>Asks for a restore. Nothing is waited for.</summary>
    /// <param name="snapshot">The VirtualMachineSnapshot; it must be ready.</param>
    /// <param name="target">
    /// Name of the VirtualMachine to restore, in the same namespace: the one that was snapshotted, or one that is not
    /// there.
    /// </param>
    /// <param name="name">What the restore is called. It must be free.</param>
    /// <param name="options">How. Default: those of <see cref="VirtualMachineRestoreOptions"/>.</param>
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
        ActionSources.Reference(snapshot, Kinds.VirtualMachineSnapshot);
        var spec = new JsonObject
        {
            ["target"] = ActionSources.Machine(new ResourceId(Kinds.VirtualMachine, snapshot.Namespace, target)),
            ["virtualMachineSnapshotName"] = snapshot.Name,
        };
        options.AddTo(spec);
        return _restores.CreateAsync(snapshot.Namespace, name, options.Labels, spec, cancellationToken);
    }

    /// <summary>A restore as it is now; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VirtualMachineRestore?> FindAsync(ResourceId restore, CancellationToken cancellationToken = default) =>
        _restores.FindAsync(restore, cancellationToken);

    /// <summary>
    /// Waits until a restore is complete. One that fails, is deleted meanwhile, or is not in time has a problem then.
    /// </summary>
    /// <param name="restore">The restore.</param>
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting; the restore goes on.</param>
    public Task<VirtualMachineRestore> WaitAsync(
        VirtualMachineRestore restore,
        WaitOptions? wait = null,
        IProgress<VirtualMachineRestore>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(restore);
        return _restores.WaitAsync(restore, seen => seen.IsComplete, wait, progress, cancellationToken);
    }

    /// <summary>
    /// Deletes a restore; what it restored stays. Returns when the server has taken note. One that is gone is well.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VirtualMachineRestore restore, CancellationToken cancellationToken = default) =>
        _restores.DeleteAsync(restore, cancellationToken);
}
