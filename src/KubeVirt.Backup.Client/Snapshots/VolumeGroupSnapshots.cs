using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// CSI snapshots of several claims at one moment, where the cluster serves VolumeGroupSnapshots and the driver supports
/// them: for machines whose disks must agree with each other.
/// </summary>
/// <remarks>
/// Claims are chosen by labels, as the API knows no other way, and must be of one driver. Deleting a group deletes the
/// snapshots that it consists of. Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>volumegroupsnapshots</c> in
/// <c>groupsnapshot.storage.k8s.io</c> and <c>list</c> on <c>volumesnapshots</c>. Source: external-snapshotter
/// client/apis/volumegroupsnapshot/v1beta1/types.go.
/// </remarks>
public sealed class VolumeGroupSnapshots : ActionClient<VolumeGroupSnapshot>
{
    private static readonly ActionKind Kind = new(
        Kinds.VolumeGroupSnapshot,
        FindingIds.SnapshotNotMade,
        "the VolumeGroupSnapshot, its content, and the log of the CSI driver's snapshotter, "
            + "which must have group snapshots enabled",
        "The storage goes on with it and may take it at any later time. "
            + "DeleteAsync stops that, and removes what was taken where the class says so."
    );

    private readonly ClusterResourceSource _source;

    /// <summary>Creates a client that works on one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VolumeGroupSnapshots(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
        : base(client, options, time, Kind) => _source = new ClusterResourceSource(client, options, time);

    /// <summary>
    /// Creates a VolumeGroupSnapshot of all claims of a namespace that bear some labels. Returns before the storage has
    /// taken it.
    /// </summary>
    /// <param name="namespace">The namespace.</param>
    /// <param name="name">What it is called. It must be free.</param>
    /// <param name="claims">The labels that the claims bear; at least one.</param>
    /// <param name="snapshotClass">
    /// The VolumeGroupSnapshotClass. Default: <see langword="null"/>, the driver's default one.
    /// </param>
    /// <param name="labels">Labels by which it can be found again. Default: none.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; it may be created all the same.</param>
    /// <exception cref="ArgumentException">
    /// No labels, which would mean all claims, or the name cannot be one.
    /// </exception>
    /// <exception cref="ClusterException">
    /// The cluster serves no such snapshots, the server refused, has another one of that name, or kept failing.
    /// </exception>
    public async Task<VolumeGroupSnapshot> CreateAsync(
        string @namespace,
        string name,
        IReadOnlyDictionary<string, string> claims,
        string? snapshotClass = null,
        IReadOnlyDictionary<string, string>? labels = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0)
        {
            throw new ArgumentException(
                "Without labels all claims of the namespace would be chosen. Label those that are meant.",
                nameof(claims)
            );
        }

        var spec = new JsonObject { ["source"] = new JsonObject { ["selector"] = SelectorOf(claims) } };
        if (snapshotClass is not null)
            spec["volumeGroupSnapshotClassName"] = snapshotClass;

        // Before the request: the storage cannot have taken it earlier.
        var asked = Objects.Now;
        var created = await CreateAsync(@namespace, name, labels, spec, cancellationToken).ConfigureAwait(false);
        return created with { Asked = asked };
    }

    /// <summary>
    /// Waits until a group snapshot is taken or ready. One that is deleted meanwhile, or is not in time, has a
    /// <see cref="ActionState.Problem"/> then; this does not throw for it.
    /// </summary>
    /// <param name="group">The group snapshot, as it was created or read.</param>
    /// <param name="moment">What to wait for: guests can be thawed once it is taken.</param>
    /// <param name="wait">How long to wait. Default: <see cref="WaitOptions"/> with its own defaults.</param>
    /// <param name="progress">Receives the group snapshot each time it was read.</param>
    /// <param name="cancellationToken">Stops waiting; the snapshot goes on.</param>
    /// <returns>The group snapshot as it was read last, with <see cref="VolumeGroupSnapshot.Taken"/>.</returns>
    public async Task<VolumeGroupSnapshot> WaitAsync(
        VolumeGroupSnapshot group,
        SnapshotMoment moment = SnapshotMoment.Ready,
        WaitOptions? wait = null,
        IProgress<VolumeGroupSnapshot>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        var last = await WaitUntilAsync(group, seen => seen.HasReached(moment), wait, progress, cancellationToken)
            .ConfigureAwait(false);

        var taken = group.Taken;
        if (taken is null && group.Asked is { } asked && last.CreationTime is not null)
            taken = new SnapshotTime(asked, Objects.Now);

        // What was read from the server knows neither.
        return last with
        {
            Asked = group.Asked,
            Taken = taken,
        };
    }

    /// <summary>
    /// The snapshots of single claims that a group consists of, ordered by claim; to be compared with the claims that
    /// were meant, as labels can choose others.
    /// </summary>
    /// <param name="group">The group snapshot.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">They cannot be read.</exception>
    /// <exception cref="IOException">
    /// The account may not list VolumeSnapshots; the message says what it lacks.
    /// </exception>
    public async Task<IReadOnlyList<ClaimSnapshot>> ListMembersAsync(
        VolumeGroupSnapshot group,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        var query = new ResourceQuery(Kinds.VolumeSnapshot, group.Id.Namespace) { OwnerUids = [group.Uid] };
        var answer = await _source.BeginRun().FetchAsync([query], cancellationToken).ConfigureAwait(false);
        if (answer.Findings.Count > 0)
            throw new IOException(string.Join(' ', answer.Findings.Select(finding => finding.Message)));

        return [.. answer.Resources.Select(ToMember).OfType<ClaimSnapshot>().OrderBy(member => member.Claim)];
    }

    private protected override VolumeGroupSnapshot Read(Resource resource) => VolumeGroupSnapshot.Read(resource);

    private static JsonObject SelectorOf(IReadOnlyDictionary<string, string> labels)
    {
        var matched = new JsonObject();
        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            matched[key] = value;

        return new JsonObject { ["matchLabels"] = matched };
    }

    /// <summary>A snapshot of the group; <see langword="null"/> where it does not say of which claim it is.</summary>
    private static ClaimSnapshot? ToMember(Resource snapshot)
    {
        if (snapshot.StringAt("/spec/source/persistentVolumeClaimName") is not { } name || !ResourceId.IsName(name))
            return null;

        var claim = new ResourceId(Kinds.PersistentVolumeClaim, snapshot.Id.Namespace, name);
        return new ClaimSnapshot(claim, snapshot.Id).WithStatusOf(snapshot);
    }
}
