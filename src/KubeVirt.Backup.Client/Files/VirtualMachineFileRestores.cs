using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Files;

/// <summary>
/// Restores of single files and folders into running guests, from a claim or a VolumeSnapshot with a disk of a backup. An
/// operator of its own does it: it attaches the volume to the machine, and runs a helper in the guest.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// <para>
/// The API is <c>filerestore.kubevirt.io/v1alpha1</c> of the vm-file-restore-operator, as of its version 0.0.6, which follows
/// KubeVirt's enhancement 169. No release of KubeVirt up to 1.9 serves it by itself: where the operator is not installed,
/// each call says so. The members <c>sourcePartition</c> and <c>targetPath</c> of the enhancement are not in that API. The
/// guest needs the operator's helper and account.
/// </para>
/// <para>
/// Its objects are actions, which a restore never brings back: created again they would run again. Needs <c>create</c>,
/// <c>get</c> and <c>delete</c> on <c>virtualmachinefilerestores</c> in <c>filerestore.kubevirt.io</c>.
/// Sources: KubeVirt enhancements veps/sig-storage/169-file-restore; vm-file-restore-operator
/// api/v1alpha1/virtualmachinefilerestore_types.go.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// var files = new VirtualMachineFileRestores(client);
/// var machine = new ResourceId(Kinds.VirtualMachine, "shop", "database");
/// var disk = new ResourceId(Kinds.PersistentVolumeClaim, "shop", "database-monday");
/// var options = new VirtualMachineFileRestoreOptions { SourcePath = "/home/donald" };
/// var restore = await files.CreateAsync(machine, "donald", disk, options, cancellationToken);
/// restore = await files.WaitAsync(restore, cancellationToken: cancellationToken);
/// Console.WriteLine(restore.Problem?.Message ?? $"{restore.RestoredFiles} files.");
/// </code>
/// </example>
public sealed class VirtualMachineFileRestores(
    IKubernetes client,
    ClusterOptions? options = null,
    TimeProvider? time = null
) : CompletingActionClient<VirtualMachineFileRestore>(client, options, time, Kind)
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineFileRestore,
        FindingIds.ActionNotDone,
        "the VirtualMachineFileRestore's conditions, whether the guest runs and has the operator's helper, "
            + "and the log of the vm-file-restore-operator",
        "The operator goes on with it, and may still write files into the guest. "
            + "DeleteAsync ends it and takes the volume off the machine; files that were copied stay."
    );

    /// <summary>Creates a VirtualMachineFileRestore. Returns before the operator has attached the volume.</summary>
    /// <param name="machine">The VirtualMachine whose guest gets the files. It runs.</param>
    /// <param name="name">What the restore is called, in the machine's namespace. It must be free.</param>
    /// <param name="source">
    /// The PersistentVolumeClaim or VolumeSnapshot with the disk. Of another namespace, the operator makes a copy of it.
    /// </param>
    /// <param name="options">What is restored. Default: nothing, the volume is mounted for files to be picked by hand.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">An id is of another kind, or the name cannot be one.</exception>
    /// <exception cref="ClusterException">
    /// The cluster has no such operator, the server refused, has another one of that name, or kept failing.
    /// </exception>
    public Task<VirtualMachineFileRestore> CreateAsync(
        ResourceId machine,
        string name,
        ResourceId source,
        VirtualMachineFileRestoreOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ActionSources.ThrowIfNot(source, Kinds.PersistentVolumeClaim, Kinds.VolumeSnapshot);
        var volume = new JsonObject { ["name"] = source.Name };
        if (source.Namespace != machine.Namespace)
            volume["namespace"] = source.Namespace;
        var member = source.Kind == Kinds.VolumeSnapshot ? "snapshot" : "pvc";

        return CreateAsync(machine, name, member, volume, options, cancellationToken);
    }

    /// <summary>
    /// Creates a VirtualMachineFileRestore of files that the guest fetches itself, by the remote storage that is set up there.
    /// </summary>
    /// <param name="machine">The VirtualMachine whose guest gets the files. It runs.</param>
    /// <param name="name">What the restore is called, in the machine's namespace. It must be free.</param>
    /// <param name="remote">What the guest calls the remote storage, as in its configuration of rclone.</param>
    /// <param name="bucket">The bucket there.</param>
    /// <param name="options">What is restored.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">The id is of another kind, or a name cannot be one.</exception>
    /// <exception cref="ClusterException">
    /// The cluster has no such operator, the server refused, has another one of that name, or kept failing.
    /// </exception>
    public Task<VirtualMachineFileRestore> CreateFromRemoteAsync(
        ResourceId machine,
        string name,
        string remote,
        string bucket,
        VirtualMachineFileRestoreOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(remote);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        var storage = new JsonObject { ["name"] = remote, ["bucket"] = bucket };

        return CreateAsync(machine, name, "remote", storage, options, cancellationToken);
    }

    private Task<VirtualMachineFileRestore> CreateAsync(
        ResourceId machine,
        string name,
        string member,
        JsonObject source,
        VirtualMachineFileRestoreOptions? options,
        CancellationToken cancellationToken
    )
    {
        var spec = new JsonObject
        {
            ["target"] = ActionSources.Machine(machine),
            ["source"] = new JsonObject { [member] = source },
        };
        if (options?.SourcePath is { } path)
            spec["sourcePath"] = path;

        return CreateAsync(machine.Namespace, name, options?.Labels, spec, cancellationToken);
    }

    private protected override VirtualMachineFileRestore Read(Resource resource) =>
        VirtualMachineFileRestore.Read(resource);

    private protected override bool IsDone(VirtualMachineFileRestore state) => state.IsComplete || state.IsMounted;

    private protected override string? FailureOf(VirtualMachineFileRestore state) =>
        state.Phase == "Failed" ? "the operator gave up." : null;
}
