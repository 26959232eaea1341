using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>
/// Backups that KubeVirt makes of the disks of running machines, full or incremental. The API is alpha, behind the
/// feature gate IncrementalBackup.
/// </summary>
/// <remarks>
/// One at a time for each machine. Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinebackups</c> in
/// <c>backup.kubevirt.io</c>; to pull, also <c>create</c> on <c>secrets</c>. Sources: KubeVirt
/// pkg/storage/cbt/backup.go and pull_mode.go.
/// </remarks>
public sealed class VirtualMachineBackups
{
    private readonly ActionObjects _objects;
    private readonly ActionClient<VirtualMachineBackup> _backups;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineBackups(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _objects = new ActionObjects(client, options, time);
        _backups = new(
            _objects,
            Kinds.VirtualMachineBackup,
            FindingIds.ActionNotDone,
            "the VirtualMachineBackup's events, whether the machine runs and its status.changedBlockTracking is Enabled, and the log of virt-controller",
            VirtualMachineBackup.Read,
            backup => backup.Condition("Failed") is { IsTrue: true } ? "KubeVirt gave up." : null
        );
    }

    /// <summary>Asks for a backup. Nothing is waited for.</summary>
    /// <param name="source">
    /// A VirtualMachineBackupTracker, for what changed since its checkpoint, or a VirtualMachine, for all.
    /// </param>
    /// <param name="name">
    /// What the backup is called, in the source's namespace. It must be free. To pull, a Secret of the same name holds
    /// the token.
    /// </param>
    /// <param name="claim">Name of the PersistentVolumeClaim that it is pushed into, of the mode Filesystem.</param>
    /// <param name="options">How. Default: those of <see cref="VirtualMachineBackupOptions"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">The id is of another kind, or a name cannot be one.</exception>
    /// <exception cref="ClusterException">
    /// The server refused, has another one of that name, or kept failing.
    /// </exception>
    public async Task<VirtualMachineBackup> CreateAsync(
        ResourceId source,
        string name,
        string claim,
        VirtualMachineBackupOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(claim);
        options ??= new VirtualMachineBackupOptions();
        var spec = new JsonObject
        {
            ["source"] = ActionSources.Reference(source, Kinds.VirtualMachineBackupTracker, Kinds.VirtualMachine),
            ["pvcName"] = claim,
        };
        if (options.Pulls)
            (spec["mode"], spec["tokenSecretRef"]) = ("Pull", name);
        if (options.SkipsQuiesce)
            spec["skipQuiesce"] = true;
        if (options.ForcesFull)
            spec["forceFullBackup"] = true;
        if (options.TimeToLive is { } time)
            spec["ttlDuration"] = ActionSources.Duration(time);
        var backup = await _backups
            .CreateAsync(source.Namespace, name, options.Labels, spec, cancellationToken)
            .ConfigureAwait(false);
        if (options.Pulls)
            await TokenSecrets.CreateAsync(_objects, backup, cancellationToken).ConfigureAwait(false);
        return backup;
    }

    /// <summary>A backup as it is now; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VirtualMachineBackup?> FindAsync(ResourceId backup, CancellationToken cancellationToken = default) =>
        _backups.FindAsync(backup, cancellationToken);

    /// <summary>
    /// Waits until a backup is complete, or can be pulled. One that fails, is deleted meanwhile, or is not in time has
    /// a problem then: its conditions say what it waits for.
    /// </summary>
    /// <param name="backup">The backup.</param>
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting; the backup goes on.</param>
    public Task<VirtualMachineBackup> WaitAsync(
        VirtualMachineBackup backup,
        WaitOptions? wait = null,
        IProgress<VirtualMachineBackup>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(backup);
        return _backups.WaitAsync(
            backup,
            seen => seen.IsComplete || seen.IsExported,
            wait,
            progress,
            cancellationToken
        );
    }

    /// <summary>
    /// Deletes a backup, which aborts one that is under way and ends one that was pulled; what was pushed stays in its
    /// claim. One that is gone is well.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VirtualMachineBackup backup, CancellationToken cancellationToken = default) =>
        _backups.DeleteAsync(backup, cancellationToken);
}
