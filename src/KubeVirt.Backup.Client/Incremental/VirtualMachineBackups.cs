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
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// <para>
/// One at a time for each machine. A backup is done when it is complete, or when it can be pulled. Deleting it aborts
/// one that is under way and ends one that was pulled; what was pushed stays in its claim.
/// </para>
/// <para>
/// Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachinebackups</c> in <c>backup.kubevirt.io</c>; to
/// pull, also <c>create</c> on <c>secrets</c>. Sources: KubeVirt pkg/storage/cbt/backup.go and pull_mode.go.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// var backups = new VirtualMachineBackups(client);
/// var tracker = new ResourceId(Kinds.VirtualMachineBackupTracker, "shop", "database");
/// var backup = await backups.CreateAsync(
///     tracker,
///     name: "database-monday",
///     claim: "backups",
///     cancellationToken: cancellationToken
/// );
/// backup = await backups.WaitAsync(backup, cancellationToken: cancellationToken);
/// Console.WriteLine(backup.Problem?.Message ?? $"Incremental: {backup.IsIncremental}.");
/// </code>
/// </example>
public sealed class VirtualMachineBackups(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    : CompletingActionClient<VirtualMachineBackup>(client, options, time, Kind)
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineBackup,
        FindingIds.ActionNotDone,
        "the VirtualMachineBackup's events, whether the machine runs and its status.changedBlockTracking is Enabled, "
            + "and the log of virt-controller",
        "KubeVirt goes on with it: it starts as soon as the machine can be backed up, and copies the disks for as long "
            + "as that takes, or serves them until its spec.ttlDuration is over, 2 hours where nothing else was asked "
            + "for. DeleteAsync aborts it; what it copied by then is no backup."
    );

    /// <summary>Creates a VirtualMachineBackup. Returns before KubeVirt has copied anything.</summary>
    /// <param name="source">
    /// A VirtualMachineBackupTracker, for what changed since its checkpoint, or a VirtualMachine, for all.
    /// </param>
    /// <param name="name">
    /// What the backup is called, in the source's namespace. It must be free. To pull, a Secret of the same name holds
    /// the token.
    /// </param>
    /// <param name="claim">Name of the PersistentVolumeClaim that it is pushed into, of the mode Filesystem.</param>
    /// <param name="options">
    /// How it is made. Default: <see cref="VirtualMachineBackupOptions"/> with its own defaults.
    /// </param>
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
        options.AddTo(spec, tokenSecret: name);

        var backup = await CreateAsync(source.Namespace, name, options.Labels, spec, cancellationToken)
            .ConfigureAwait(false);
        // The Secret is owned by the backup, so that it can only be created after it.
        if (options.Pulls)
            await TokenSecrets.CreateAsync(Objects, backup, cancellationToken).ConfigureAwait(false);

        return backup;
    }

    private protected override VirtualMachineBackup Read(Resource resource) => VirtualMachineBackup.Read(resource);

    private protected override bool IsDone(VirtualMachineBackup state) => state.IsComplete || state.IsExported;

    private protected override string? FailureOf(VirtualMachineBackup state) =>
        state.Condition("Failed") is { IsTrue: true } ? "KubeVirt gave up." : null;
}
