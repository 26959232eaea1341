using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// CSI snapshots of several claims at one moment, where the cluster serves VolumeGroupSnapshots and the driver can: for
/// machines whose disks must agree with each other.
/// </summary>
/// <remarks>
/// Claims are chosen by labels, as the API knows no other way, and must be of one driver. Needs <c>create</c>,
/// <c>get</c> and <c>delete</c> on <c>volumegroupsnapshots</c> in <c>groupsnapshot.storage.k8s.io</c> and <c>list</c>
/// on <c>volumesnapshots</c>. Source: external-snapshotter client/apis/volumegroupsnapshot/v1beta1/types.go.
/// </remarks>
public sealed class VolumeGroupSnapshots
{
    private readonly ClusterResourceSource _source;
    private readonly ActionObjects _objects;
    private readonly ActionClient<VolumeGroupSnapshot> _groups;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VolumeGroupSnapshots(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _source = new ClusterResourceSource(client, options, time);
        _objects = new ActionObjects(client, options, time);
        _groups = new(
            _objects,
            Kinds.VolumeGroupSnapshot,
            FindingIds.SnapshotNotMade,
            "the VolumeGroupSnapshot, its content, and the log of the CSI driver's snapshotter, which must have group snapshots enabled",
            VolumeGroupSnapshot.Read,
            _ => null
        );
    }

    /// <summary>
    /// Asks for a snapshot of all claims of a namespace that bear some labels. Nothing is waited for.
    /// </summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">What it is called. It must be free.</param>
    /// <param name="claims">The labels that the claims bear.</param>
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
        string ns,
        string name,
        IReadOnlyDictionary<string, string> claims,
        string? snapshotClass = null,
        IReadOnlyDictionary<string, string>? labels = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0)
            throw new ArgumentException(
                "Without labels all claims of the namespace would be chosen. Label those that are meant.",
                nameof(claims)
            );
        var selector = new JsonObject
        {
            ["matchLabels"] = new JsonObject(
                claims
                    .OrderBy(label => label.Key, StringComparer.Ordinal)
                    .Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))
            ),
        };
        var spec = new JsonObject { ["source"] = new JsonObject { ["selector"] = selector } };
        if (snapshotClass is not null)
            spec["volumeGroupSnapshotClassName"] = snapshotClass;
        var asked = _objects.Now;
        return await _groups.CreateAsync(ns, name, labels, spec, cancellationToken).ConfigureAwait(false) with
        {
            Asked = asked,
        };
    }

    /// <summary>A group snapshot as it is now; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VolumeGroupSnapshot?> FindAsync(ResourceId group, CancellationToken cancellationToken = default) =>
        _groups.FindAsync(group, cancellationToken);

    /// <summary>
    /// Waits until a group snapshot is taken or ready. One that is deleted meanwhile, or is not in time, has a problem
    /// then.
    /// </summary>
    /// <param name="group">The group snapshot.</param>
    /// <param name="moment">What to wait for: guests can be thawed once it is taken.</param>
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting; the snapshot goes on.</param>
    public async Task<VolumeGroupSnapshot> WaitAsync(
        VolumeGroupSnapshot group,
        SnapshotMoment moment = SnapshotMoment.Ready,
        WaitOptions? wait = null,
        IProgress<VolumeGroupSnapshot>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        var seen = await _groups
            .WaitAsync(group, seen => seen.IsAt(moment), wait, progress, cancellationToken)
            .ConfigureAwait(false);
        var taken = group.Taken
            ?? (
                group.Asked is { } asked && seen.CreationTime is not null ? new SnapshotTime(asked, _objects.Now) : null
            );
        return seen with { Asked = group.Asked, Taken = taken };
    }

    /// <summary>
    /// The snapshots of single claims that a group consists of, ordered by claim; to be compared with the claims that
    /// were meant, as labels can choose others.
    /// </summary>
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
        var answer = await _source
            .BeginRun()
            .FetchAsync(
                [new ResourceQuery(Kinds.VolumeSnapshot, group.Id.Namespace) { OwnerUids = [group.Uid] }],
                cancellationToken
            )
            .ConfigureAwait(false);
        return answer.Findings.Count == 0
            ? [.. answer.Resources.Select(Member).OfType<ClaimSnapshot>().OrderBy(member => member.Claim)]
            : throw new IOException(string.Join(' ', answer.Findings.Select(finding => finding.Message)));
    }

    /// <summary>
    /// Deletes a group snapshot, and the snapshots it consists of. Returns when the server has taken note: finalizers
    /// may keep it for a while. One that is gone is well.
    /// </summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VolumeGroupSnapshot group, CancellationToken cancellationToken = default) =>
        _groups.DeleteAsync(group, cancellationToken);

    private static ClaimSnapshot? Member(Resource snapshot) =>
        snapshot.StringAt("/spec/source/persistentVolumeClaimName") is { } claim && ResourceId.IsName(claim)
            ? VolumeSnapshots.Seen(
                new ClaimSnapshot(
                    new ResourceId(Kinds.PersistentVolumeClaim, snapshot.Id.Namespace, claim),
                    snapshot.Id
                ),
                snapshot
            )
            : null;
}
