using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// CSI snapshots of claims, such as <see cref="Planning.BackupPlan.Volumes"/>: prepared before guests are frozen,
/// created, waited for, deleted.
/// </summary>
/// <remarks>
/// Each step takes what the one before returned, one <see cref="ClaimSnapshot"/> for each claim, none skipped: what
/// fails bears a problem, the others go on. Needs <c>get</c> on <c>persistentvolumeclaims</c>, <c>storageclasses</c>
/// and <c>storageprofiles</c>, <c>list</c> on <c>volumesnapshotclasses</c>, <c>get</c> on <c>csidrivers</c> and
/// <c>list</c> on <c>volumesnapshotcontents</c> (without these two each has a doubt), and <c>create</c>, <c>get</c> and
/// <c>delete</c> on <c>volumesnapshots</c>.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var snapshots = new VolumeSnapshots(client);
/// var claims = await snapshots.PrepareAsync(plan.Volumes, "monday", cancellationToken);
/// claims = await snapshots.CreateAsync(claims, cancellationToken: cancellationToken);
/// claims = await snapshots.WaitAsync(claims, SnapshotMoment.Ready, cancellationToken: cancellationToken);
/// foreach (var problem in claims.Select(claim => claim.Problem).OfType&lt;Finding&gt;())
///     Console.WriteLine(problem);
/// </code>
/// </example>
public sealed class VolumeSnapshots
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();
    private readonly ActionObjects _objects;
    private readonly ClusterResourceSource _source;

    /// <summary>Creates a client that works on one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VolumeSnapshots(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _objects = new ActionObjects(client, options, time);
        _source = new ClusterResourceSource(client, options, time);
    }

    /// <summary>
    /// Chooses class and name for each claim, looks for what shows that its driver's snapshotter answers, and changes
    /// nothing. Best done before guests are frozen.
    /// </summary>
    /// <param name="claims">PersistentVolumeClaims; one that is named twice is prepared once.</param>
    /// <param name="prefix">
    /// What names begin with, before <c>-</c> and the claim's name: another one for each backup, as names must be free.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">An id is not that of a claim, or the prefix is no DNS label.</exception>
    /// <exception cref="ClusterException">
    /// The server cannot be reached, no longer knows the account, or does not serve VolumeSnapshots.
    /// </exception>
    public async Task<IReadOnlyList<ClaimSnapshot>> PrepareAsync(
        IEnumerable<ResourceId> claims,
        string prefix,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (prefix is null || !DnsNames.IsLabel(prefix))
        {
            throw new ArgumentException(
                $"'{prefix}' cannot begin a name: lower-case letters, digits and '-' can, up to 63 of them.",
                nameof(prefix)
            );
        }

        List<ResourceId> wanted = [.. claims.Distinct()];
        foreach (var id in wanted)
        {
            if (id.Kind != Kinds.PersistentVolumeClaim || id.Namespace is null)
                throw new ArgumentException($"{id} is no PersistentVolumeClaim.", nameof(claims));
        }

        var run = _source.BeginRun();
        var classes = await SnapshotClasses.ReadAsync(run, wanted, cancellationToken).ConfigureAwait(false);
        List<ClaimSnapshot> chosen = [.. wanted.Select(claim => classes.Choose(claim, prefix))];
        var evidence = await SnapshotterEvidence.ReadAsync(run, chosen, cancellationToken).ConfigureAwait(false);
        List<ClaimSnapshot> prepared = [.. chosen.Select(evidence.Judge)];

        // Asked now, so that no time is lost for it while guests are frozen.
        if (prepared.Exists(snapshot => snapshot.Problem is null))
            await _objects.LoadAsync(Kinds.VolumeSnapshot, cancellationToken).ConfigureAwait(false);

        return prepared;
    }

    /// <summary>Creates the snapshots. Returns before the storage has taken them.</summary>
    /// <param name="prepared">What was prepared.</param>
    /// <param name="labels">Labels for each, by which they can be found again. Default: none.</param>
    /// <param name="cancellationToken">
    /// Stops the work. What was created by then, <see cref="DeleteAsync"/> of what was prepared removes.
    /// </param>
    public Task<IReadOnlyList<ClaimSnapshot>> CreateAsync(
        IReadOnlyList<ClaimSnapshot> prepared,
        IReadOnlyDictionary<string, string>? labels = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(prepared);
        return ForEachAsync(
            prepared,
            snapshot => snapshot is { Problem: null, Uid: null },
            (snapshot, token) => CreateAsync(snapshot, labels ?? NoLabels, token),
            cancellationToken
        );
    }

    /// <summary>
    /// Waits until every snapshot without a problem is taken or ready. One that is not in time, or is deleted
    /// meanwhile, has a problem then.
    /// </summary>
    /// <param name="created">What was created.</param>
    /// <param name="moment">What to wait for: guests can be thawed once all are taken.</param>
    /// <param name="wait">How long to wait. Default: <see cref="WaitOptions"/> with its own defaults.</param>
    /// <param name="progress">Receives all snapshots each time they were read.</param>
    /// <param name="cancellationToken">Stops waiting; the snapshots go on.</param>
    public async Task<IReadOnlyList<ClaimSnapshot>> WaitAsync(
        IReadOnlyList<ClaimSnapshot> created,
        SnapshotMoment moment,
        WaitOptions? wait = null,
        IProgress<IReadOnlyList<ClaimSnapshot>>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(created);
        bool IsPending(ClaimSnapshot snapshot) =>
            snapshot is { Problem: null, Uid: not null } && !snapshot.HasReached(moment);
        Task<IReadOnlyList<ClaimSnapshot>> ReadPendingAsync(
            IReadOnlyList<ClaimSnapshot> all,
            CancellationToken limited
        ) =>
            ForEachAsync(
                all,
                IsPending,
                (snapshot, _) => ReadWithinAsync(snapshot, limited, cancellationToken),
                cancellationToken
            );

        var last = await _objects
            .PollAsync(created, all => !all.Any(IsPending), ReadPendingAsync, wait, progress, cancellationToken)
            .ConfigureAwait(false);
        foreach (var taken in last.Where(snapshot => !IsPending(snapshot)).Select(snapshot => snapshot.Taken))
        {
            if (taken is { } time)
                Telemetry.RecordSnapshotWait(time.Latest - time.Earliest);
        }

        return [.. last.Select(snapshot => IsPending(snapshot) ? TooLate(snapshot, moment) : snapshot)];
    }

    /// <summary>
    /// Deletes the snapshots that these steps created, and no others; one that is gone is no error. Finalizers may keep
    /// them for a while.
    /// </summary>
    /// <param name="snapshots">What was prepared or created.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(IReadOnlyList<ClaimSnapshot> snapshots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return ForEachAsync(
            snapshots,
            snapshot => snapshot.SnapshotClass is not null,
            DeleteOneAsync,
            cancellationToken
        );
    }

    /// <summary>
    /// Removes the snapshots of a backup that failed or was given up, as <see cref="DeleteAsync"/> does, and goes on
    /// with the others where one cannot be removed.
    /// </summary>
    /// <param name="snapshots">What was prepared or created.</param>
    /// <param name="cancellationToken">Stops the work; what was not removed by then is reported.</param>
    /// <returns>One finding for each snapshot that may still be there, to be removed by hand.</returns>
    public async Task<IReadOnlyList<Finding>> RemoveAsync(
        IReadOnlyList<ClaimSnapshot> snapshots,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var left = new Finding?[snapshots.Count];
        await Parallel
            .ForAsync(0, left.Length, _objects.Parallel(CancellationToken.None), async (i, _) =>
            {
                if (snapshots[i].SnapshotClass is not null)
                    left[i] = await RemoveOneAsync(snapshots[i], cancellationToken).ConfigureAwait(false);
            })
            .ConfigureAwait(false);

        return [.. left.OfType<Finding>()];
    }

    private async Task<Finding?> RemoveOneAsync(ClaimSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteOneAsync(snapshot, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return SnapshotFindings.Left(snapshot, e.Message);
        }
    }

    private async Task<ClaimSnapshot> CreateAsync(
        ClaimSnapshot snapshot,
        IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken
    )
    {
        var spec = new JsonObject
        {
            ["volumeSnapshotClassName"] = snapshot.SnapshotClass,
            ["source"] = new JsonObject { ["persistentVolumeClaimName"] = snapshot.Claim.Name },
        };
        // Before the request: the storage cannot have taken it earlier.
        var asked = snapshot with { Asked = _objects.Now };
        try
        {
            var created = await _objects
                .CreateAsync(snapshot.Snapshot, snapshot.Request, labels, spec, cancellationToken)
                .ConfigureAwait(false);
            return Update(asked, created);
        }
        catch (ClusterException e)
        {
            return WithProblem(snapshot, e.Message);
        }
    }

    /// <summary>
    /// Reads a snapshot again. Where the time of the wait ends meanwhile, what was read before is returned.
    /// </summary>
    private async Task<ClaimSnapshot> ReadWithinAsync(
        ClaimSnapshot snapshot,
        CancellationToken limited,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ReadAsync(snapshot, limited).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return snapshot;
        }
    }

    private async Task<ClaimSnapshot> ReadAsync(ClaimSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            var now = await _objects.FindAsync(snapshot.Snapshot, cancellationToken).ConfigureAwait(false);
            return now is not null && now.StringAt("/metadata/uid") == snapshot.Uid
                ? Update(snapshot, now)
                : WithProblem(snapshot, "somebody deleted it.");
        }
        catch (ClusterException e)
        {
            return e.IsTransient ? snapshot with { Error = e.Message } : WithProblem(snapshot, e.Message);
        }
    }

    private async Task<ClaimSnapshot> DeleteOneAsync(ClaimSnapshot snapshot, CancellationToken cancellationToken)
    {
        var uid = snapshot.Uid;
        if (uid is null)
        {
            // It may have been created, though the answer was lost.
            var found = await _objects.FindAsync(snapshot.Snapshot, cancellationToken).ConfigureAwait(false);
            if (found is not null && ActionObjects.WasCreatedBy(found, snapshot.Request))
                uid = found.StringAt("/metadata/uid");
        }

        if (uid is not null)
            await _objects.DeleteAsync(snapshot.Snapshot, uid, cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    /// <summary>The snapshot as it is now, with the time at which it was taken once that is known.</summary>
    private ClaimSnapshot Update(ClaimSnapshot snapshot, Resource now)
    {
        var updated = snapshot.WithStatusOf(now);
        if (updated is not { CreationTime: not null, Taken: null, Asked: { } asked })
            return updated;

        return updated with
        {
            Taken = new SnapshotTime(asked, _objects.Now),
        };
    }

    private static ClaimSnapshot TooLate(ClaimSnapshot snapshot, SnapshotMoment moment)
    {
        var state = moment == SnapshotMoment.Taken ? "taken" : "ready to use";
        var error = snapshot.Error is null ? "" : $" The last error: {snapshot.Error}";
        return WithProblem(
            snapshot,
            $"it was not {state} in time. The storage goes on with it and may take it yet; DeleteAsync removes it. "
                + $"Look at the VolumeSnapshot, its content, and the log of the CSI driver's snapshotter.{error}"
        );
    }

    private static ClaimSnapshot WithProblem(ClaimSnapshot snapshot, string why) =>
        snapshot with
        {
            Problem = SnapshotFindings.NotTaken(snapshot.Claim, snapshot.Snapshot, why),
        };

    /// <summary>Works on some of the snapshots in parallel, and returns all in their order.</summary>
    private async Task<IReadOnlyList<ClaimSnapshot>> ForEachAsync(
        IReadOnlyList<ClaimSnapshot> snapshots,
        Func<ClaimSnapshot, bool> which,
        Func<ClaimSnapshot, CancellationToken, Task<ClaimSnapshot>> work,
        CancellationToken cancellationToken
    )
    {
        ClaimSnapshot[] after = [.. snapshots];
        await Parallel
            .ForAsync(0, after.Length, _objects.Parallel(cancellationToken), async (i, token) =>
            {
                if (which(after[i]))
                    after[i] = await work(after[i], token).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        return after;
    }
}
