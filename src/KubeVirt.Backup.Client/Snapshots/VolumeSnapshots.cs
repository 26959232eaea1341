using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// CSI snapshots of claims, such as <see cref="Planning.BackupPlan.Volumes"/>: prepared before guests are frozen,
/// created, waited for, deleted.
/// </summary>
/// <remarks>
/// Each step takes what the one before returned, one <see cref="ClaimSnapshot"/> for each claim, none skipped: what
/// fails bears a problem, the others go on. Needs <c>get</c> on <c>persistentvolumeclaims</c>, <c>storageclasses</c>
/// and <c>storageprofiles</c>, <c>list</c> on <c>volumesnapshotclasses</c>, and <c>create</c>, <c>get</c> and
/// <c>delete</c> on <c>volumesnapshots</c>.
/// </remarks>
public sealed class VolumeSnapshots
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();
    private readonly ActionObjects _objects;
    private readonly ClusterResourceSource _source;

    /// <summary>Creates a client that works on one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VolumeSnapshots(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _objects = new ActionObjects(client, options, time);
        _source = new ClusterResourceSource(client, options, time);
    }

    /// <summary>
    /// Chooses class and name for each claim, and changes nothing. Best done before guests are frozen.
    /// </summary>
    /// <param name="claims">PersistentVolumeClaims.</param>
    /// <param name="prefix">
    /// What names begin with, before <c>-</c> and the claim's name: another one for each backup, as names must be free.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">An id is not that of a claim, or the prefix is no DNS label.</exception>
    /// <exception cref="ClusterException">The server cannot be reached, or knows the account no longer.</exception>
    public async Task<IReadOnlyList<ClaimSnapshot>> PrepareAsync(
        IEnumerable<ResourceId> claims,
        string prefix,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (prefix is null || !DnsNames.IsLabel(prefix))
            throw new ArgumentException(
                $"'{prefix}' cannot begin a name: lower-case letters, digits and '-' can, up to 63 of them.",
                nameof(prefix)
            );
        List<ResourceId> wanted = [.. claims.Distinct()];
        if (
            wanted.Find(id => id.Kind != Kinds.PersistentVolumeClaim || id.Namespace is null) is
            { IsDefault: false } other
        )
            throw new ArgumentException($"{other} is no PersistentVolumeClaim.", nameof(claims));
        var classes = await SnapshotClasses
            .ReadAsync(_source.BeginRun(), wanted, cancellationToken)
            .ConfigureAwait(false);
        List<ClaimSnapshot> prepared = [.. wanted.Select(claim => classes.Choose(claim, prefix))];
        if (prepared.Exists(snapshot => snapshot.Problem is null))
            await _objects.LoadAsync(Kinds.VolumeSnapshot, cancellationToken).ConfigureAwait(false);
        return prepared;
    }

    /// <summary>Creates the snapshots. Nothing is waited for.</summary>
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
        return EachAsync(
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
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
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
        var seen = await _objects
            .PollAsync(
                created,
                all => !all.Any(IsPending),
                (all, limited) =>
                    EachAsync(
                        all,
                        IsPending,
                        (snapshot, _) => LookAsync(snapshot, limited, cancellationToken),
                        cancellationToken
                    ),
                wait,
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
        var late =
            $"it was not {(moment == SnapshotMoment.Taken ? "taken" : "ready to use")} in time. Look at the VolumeSnapshot, its content, and the log of the CSI driver's snapshotter.";
        return
        [
            .. seen.Select(snapshot =>
                IsPending(snapshot)
                    ? Fail(snapshot, snapshot.Error is null ? late : $"{late} The last error: {snapshot.Error}")
                    : snapshot
            ),
        ];
    }

    /// <summary>
    /// Deletes the snapshots that these steps created, and no others; what is gone is well. Their finalizers may keep
    /// them for a while.
    /// </summary>
    /// <param name="snapshots">What was prepared or created.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(IReadOnlyList<ClaimSnapshot> snapshots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return EachAsync(snapshots, snapshot => snapshot.SnapshotClass is not null, DeleteOneAsync, cancellationToken);
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
        var asked = snapshot with { Asked = _objects.Now };
        try
        {
            return See(
                asked,
                await _objects
                    .CreateAsync(snapshot.Snapshot, snapshot.Request, labels, spec, cancellationToken)
                    .ConfigureAwait(false)
            );
        }
        catch (ClusterException e)
        {
            return Fail(snapshot, e.Message);
        }
    }

    /// <summary>Where the wait's time ends in the midst of it, what the others gave counts.</summary>
    private async Task<ClaimSnapshot> LookAsync(
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
            return now?.StringAt("/metadata/uid") == snapshot.Uid
                ? See(snapshot, now!)
                : Fail(snapshot, "somebody deleted it.");
        }
        catch (ClusterException e)
        {
            return e.IsTransient ? snapshot with { Error = e.Message } : Fail(snapshot, e.Message);
        }
    }

    private async Task<ClaimSnapshot> DeleteOneAsync(ClaimSnapshot snapshot, CancellationToken cancellationToken)
    {
        var uid = snapshot.Uid;
        if (
            uid is null
            && await _objects.FindAsync(snapshot.Snapshot, cancellationToken).ConfigureAwait(false) is { } found
            && ActionObjects.IsOf(found, snapshot.Request)
        )
            uid = found.StringAt("/metadata/uid");
        if (uid is not null)
            await _objects.DeleteAsync(snapshot.Snapshot, uid, cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    private ClaimSnapshot See(ClaimSnapshot snapshot, Resource now)
    {
        var seen = snapshot.WithStatusOf(now);
        return seen is { CreationTime: not null, Taken: null, Asked: { } asked }
            ? seen with
            {
                Taken = new SnapshotTime(asked, _objects.Now),
            }
            : seen;
    }

    private static ClaimSnapshot Fail(ClaimSnapshot snapshot, string why) =>
        snapshot with
        {
            Problem = SnapshotFindings.NotMade(snapshot.Claim, snapshot.Snapshot, why),
        };

    private async Task<IReadOnlyList<ClaimSnapshot>> EachAsync(
        IReadOnlyList<ClaimSnapshot> snapshots,
        Func<ClaimSnapshot, bool> which,
        Func<ClaimSnapshot, CancellationToken, Task<ClaimSnapshot>> work,
        CancellationToken cancellationToken
    )
    {
        ClaimSnapshot[] after = [.. snapshots];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = _objects.Parallelism,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForAsync(0, after.Length, options, async (i, token) =>
            {
                if (which(after[i]))
                    after[i] = await work(after[i], token).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        return after;
    }
}
