using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>
/// What shows that somebody takes snapshots for a driver: kinds and classes can be served without a controller.
/// </summary>
/// <remarks>
/// Sources: external-snapshotter client/apis/volumesnapshot/v1/types.go, VolumeSnapshotContentSpec.driver; Kubernetes
/// storage/v1 CSIDriver, which carries the driver's name.
/// </remarks>
internal sealed class SnapshotterEvidence
{
    private static readonly GroupKind CsiDriver = new("storage.k8s.io", "CSIDriver");

    /// <summary>Drivers that have a CSIDriver.</summary>
    private readonly HashSet<string> _registered;

    /// <summary>Drivers of which a snapshot has become ready.</summary>
    private readonly HashSet<string> _answering;

    /// <summary>What could not be read, as sentences to be put behind a doubt.</summary>
    private readonly string _unread;

    private SnapshotterEvidence(IReadOnlyList<Resource> objects, IEnumerable<Finding> findings)
    {
        _registered = objects
            .Where(found => found.Id.Kind == CsiDriver)
            .Select(found => found.Id.Name)
            .ToHashSet(StringComparer.Ordinal);
        _answering = objects
            .Where(found => found.Id.Kind == Kinds.VolumeSnapshotContent)
            .Where(found => StatusReader.IsTrue(found, "/status/readyToUse"))
            .Select(found => found.StringAt("/spec/driver"))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        _unread = SnapshotFindings.Sentences(findings);
    }

    /// <summary>Reads what the drivers of some snapshots have left in the cluster.</summary>
    public static async Task<SnapshotterEvidence> ReadAsync(
        IResourceSource source,
        IEnumerable<ClaimSnapshot> snapshots,
        CancellationToken cancellationToken
    )
    {
        string[] drivers =
        [
            .. snapshots.Select(snapshot => snapshot.Driver).OfType<string>().Where(ResourceId.IsName).Distinct(),
        ];
        if (drivers.Length == 0)
            return new SnapshotterEvidence([], []);

        ResourceQuery[] wave =
        [
            new(CsiDriver, null) { Names = drivers },
            new(Kinds.VolumeSnapshotContent, null) { All = true },
        ];
        var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
        return new SnapshotterEvidence(answer.Resources, answer.Findings);
    }

    /// <summary>The snapshot with the doubt whether anybody takes it, where that is not proven.</summary>
    public ClaimSnapshot Judge(ClaimSnapshot snapshot)
    {
        var driver = snapshot.Driver ?? "unknown";
        var isProven = snapshot.Driver is not null && _answering.Contains(driver);
        if (isProven || snapshot.Problem is not null)
            return snapshot;

        var registered = _registered.Contains(driver) ? "" : $" No CSIDriver {driver} was found either.";
        return snapshot with
        {
            Doubt = SnapshotFindings.Unproven(
                snapshot,
                $"no VolumeSnapshotContent of the driver {driver} has become ready yet.{registered}{_unread}"
            ),
        };
    }
}
