using k8s;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>
/// Rolls a machine that is there back to an archive: its disks, its definition or both. The machine keeps its UID, its MAC
/// addresses, the claim of its persistent state and its owners.
/// </summary>
/// <param name="client">The client to use. It is not disposed.</param>
/// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
/// <param name="time">The clock for waits. Default: the system's.</param>
/// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
/// <remarks>
/// <para>
/// Whenever the work is killed, the machine is on its old state, or held, or on its new state; it never starts on a part of
/// each. The same journal lets it go on, or undoes it.
/// </para>
/// <para>
/// Needs <c>get</c>, <c>list</c> and <c>update</c> on <c>virtualmachines</c>, <c>get</c> and <c>list</c> on their instances, and
/// <c>get</c>, <c>create</c>, <c>update</c> and <c>delete</c> on <c>persistentvolumeclaims</c> and <c>datavolumes</c>.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// var machine = new ResourceId(Kinds.VirtualMachine, "shop", "db");
/// var rollbacks = new MachineRollback(client);
/// RollbackPlan planned = await rollbacks.PlanAsync(graph, machine, null, cancellationToken);
/// Console.WriteLine(planned.ToText());
/// using (var journal = RollbackJournal.Begin("db.rollback", planned))
/// {
///     var work = new RollbackWork { Fill = (disk, token) => Task.CompletedTask };
///     Console.WriteLine(await rollbacks.RunAsync(journal, work, cancellationToken));
/// }
/// </code>
/// </example>
public sealed class MachineRollback(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
{
    /// <summary>Who may run on a claim.</summary>
    private static readonly GroupKind[] Users = [Kinds.VirtualMachine, Kinds.VirtualMachineInstance];

    private readonly RollbackObjectStore _store = new(client, options, time);

    /// <summary>Plans a rollback against what is there now. Nothing is written.</summary>
    /// <param name="archive">What was backed up.</param>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="choice">What is taken back. Default: the data of all disks, by swaps.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<RollbackPlan> PlanAsync(
        ResourceGraph archive,
        ResourceId machine,
        RollbackOptions? choice = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(archive);
        // All machines of the namespace, since each of them may use a claim of this one.
        var wanted = new PlanOptions
        {
            Namespace = machine.Namespace,
            Selection = new Selection(honourMarks: false),
            AllowEmpty = true,
        };
        // What is listed in one run is listed once.
        var source = new ClusterResourceSource(client, options).BeginRun();
        var now = await BackupPlanner.PlanAsync(source, wanted, cancellationToken).ConfigureAwait(false);
        var users = Users.Select(kind => new ResourceQuery(kind, machine.Namespace) { All = true });
        var answer = await source.FetchAsync([.. users], cancellationToken).ConfigureAwait(false);
        var plan = RollbackPlanner.Plan(archive, now.Graph, machine, choice);

        return plan with
        {
            Findings = [.. plan.Findings, .. NotRead(answer, machine)],
        };
    }

    /// <summary>Does a rollback, or goes on with one that was killed.</summary>
    /// <param name="journal">Its journal.</param>
    /// <param name="work">What the product does in it.</param>
    /// <param name="cancellationToken">
    /// Stops before the next step, and leaves the machine held: let it go on, or undo it.
    /// </param>
    /// <returns>In which state the machine is, and what went wrong.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<RollbackReport> RunAsync(
        RollbackJournal journal,
        RollbackWork work,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(work);

        return new RollbackRun(_store, journal, work).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Goes back to the state before a rollback, also from one that was completed and not released: what was written since
    /// then to the new claims is lost.
    /// </summary>
    /// <param name="journal">Its journal.</param>
    /// <param name="work">What the product does in it; nothing is filled.</param>
    /// <param name="cancellationToken">Stops before the next step.</param>
    /// <returns>In which state the machine is, and what went wrong.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<RollbackReport> UndoAsync(
        RollbackJournal journal,
        RollbackWork work,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(work);

        return new RollbackRun(_store, journal, work).UndoAsync(cancellationToken);
    }

    /// <summary>Deletes the claims that a completed rollback has kept, with their DataVolumes: there is no way back then.</summary>
    /// <param name="journal">Its journal.</param>
    /// <param name="cancellationToken">Stops before the next object.</param>
    /// <returns>The claims that were deleted; none where the machine is not on its new state.</returns>
    /// <exception cref="ClusterException">The server refused.</exception>
    public async Task<IReadOnlyList<ResourceId>> ReleaseAsync(
        RollbackJournal journal,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(journal);
        var plan = journal.Plan;
        var machine = await _store.FindAsync(plan.Machine, cancellationToken).ConfigureAwait(false);
        if (machine is null || !RollbackState.IsCompleted(plan, machine))
            return [];

        var released = new List<ResourceId>();
        foreach (var disk in plan.Disks.Where(disk => disk.Method == RollbackMethod.Swap))
        {
            if (await TryReleaseAsync(plan, disk, cancellationToken).ConfigureAwait(false))
                released.Add(disk.Current);
        }

        return released;
    }

    private async Task<bool> TryReleaseAsync(RollbackPlan plan, RollbackDisk disk, CancellationToken cancellationToken)
    {
        var claim = await _store.FindAsync(disk.Current, cancellationToken).ConfigureAwait(false);
        var uid = claim?.StringAt("/metadata/uid");
        if (uid is null || uid != disk.CurrentUid)
            return false;
        if (claim!.StringAt("/metadata/annotations/kubevirt-backup~1rollback-kept") != plan.Id)
            return false;

        var volume = disk.Current.WithKind(Kinds.DataVolume);
        var found = disk.HasDataVolume ? await _store.FindAsync(volume, cancellationToken).ConfigureAwait(false) : null;
        if (found?.StringAt("/metadata/uid") is { } volumeUid)
            await _store.DeleteAsync(volume, volumeUid, cancellationToken).ConfigureAwait(false);
        await _store.DeleteAsync(disk.Current, uid, cancellationToken).ConfigureAwait(false);

        return true;
    }

    /// <summary>Who may not look does not know who runs on a claim.</summary>
    private static IEnumerable<Finding> NotRead(ResourceAnswer users, ResourceId machine)
    {
        if (users.NotRead.Count > 0)
            yield return new Finding(
                FindingIds.RollbackRefused,
                FindingSeverity.Error,
                machine,
                null,
                "The machines of the namespace cannot be read, so that nobody knows who runs on the claims. Grant get and list "
                    + "on virtualmachines and virtualmachineinstances."
            );
    }
}
