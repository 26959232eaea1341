using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Chooses the VolumeSnapshotClass for each claim, as KubeVirt does.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/snapshot/snapshot.go, getVolumeSnapshotClassName: the StorageProfile's, else that of
/// the driver, among several the default one. Unlike KubeVirt, which looks for the annotation only, one of the value
/// <c>false</c> makes no default here.
/// </remarks>
internal sealed class SnapshotClasses
{
    private static readonly GroupKind StorageProfile = new("cdi.kubevirt.io", "StorageProfile");
    private readonly Dictionary<ResourceId, Resource> _objects;
    private readonly List<Resource> _classes;

    /// <summary>What could not be read, as sentences to be put behind a problem.</summary>
    private readonly string _unread;

    private SnapshotClasses(IEnumerable<Resource> objects, IEnumerable<Finding> findings)
    {
        _objects = objects.DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id);
        _classes =
        [
            .. _objects
                .Values.Where(resource => resource.Id.Kind == Kinds.VolumeSnapshotClass)
                .OrderBy(resource => resource.Id),
        ];
        _unread = SnapshotFindings.Sentences(findings);
    }

    /// <summary>Reads the claims and all that the choice depends on, in two waves.</summary>
    /// <exception cref="ClusterException">The server failed.</exception>
    public static async Task<SnapshotClasses> ReadAsync(
        IResourceSource source,
        IReadOnlyList<ResourceId> claims,
        CancellationToken cancellationToken
    )
    {
        var claimQueries = claims
            .GroupBy(claim => claim.Namespace, claim => claim.Name)
            .Select(names => new ResourceQuery(Kinds.PersistentVolumeClaim, names.Key) { Names = [.. names] });
        var classQuery = new ResourceQuery(Kinds.VolumeSnapshotClass, null) { All = true };
        var first = await source.FetchAsync([.. claimQueries, classQuery], cancellationToken).ConfigureAwait(false);

        var second = await ReadStorageAsync(source, first.Resources, cancellationToken).ConfigureAwait(false);
        // A cluster without CDI has no StorageProfiles.
        var findings = first.Findings.Concat(second.Findings.Where(finding => finding.Id != FindingIds.KindNotServed));
        return new SnapshotClasses(first.Resources.Concat(second.Resources), findings);
    }

    /// <summary>Chooses the class of a claim's snapshot and its name, or reports why there can be none.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="prefix">What the snapshot's name begins with.</param>
    public ClaimSnapshot Choose(ResourceId claim, string prefix)
    {
        var found = _objects.GetValueOrDefault(claim);
        var storage = found is null ? null : StorageClassOf(found);
        var id = new ResourceId(Kinds.VolumeSnapshot, claim.Namespace, SnapshotNames.NameFor(prefix, claim.Name));
        var snapshot = new ClaimSnapshot(claim, id)
        {
            StorageClass = storage,
            Driver = Find(Kinds.StorageClass, storage)?.StringAt("/provisioner"),
            Request = Guid.NewGuid().ToString(),
        };
        if (found is null)
            return WithoutClass(snapshot, "the claim was not found.");
        if (storage is null)
        {
            return WithoutClass(
                snapshot,
                "it has no StorageClass. Take a snapshot of it with the means of its storage."
            );
        }

        var named = Find(StorageProfile, storage)?.StringAt("/status/snapshotClass");
        return string.IsNullOrEmpty(named) ? ByDriver(snapshot) : ByProfile(snapshot, named);
    }

    private static async Task<ResourceAnswer> ReadStorageAsync(
        IResourceSource source,
        IEnumerable<Resource> claims,
        CancellationToken cancellationToken
    )
    {
        string[] names = [.. claims.Select(StorageClassOf).OfType<string>().Where(ResourceId.IsName).Distinct()];
        if (names.Length == 0)
            return new ResourceAnswer([]);

        ResourceQuery[] queries =
        [
            new(Kinds.StorageClass, null) { Names = names },
            new(StorageProfile, null) { Names = names },
        ];
        return await source.FetchAsync(queries, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The class that the StorageProfile names. Where something was not read, it is taken to exist.</summary>
    private ClaimSnapshot ByProfile(ClaimSnapshot snapshot, string named)
    {
        if (_unread.Length > 0 || Find(Kinds.VolumeSnapshotClass, named) is not null)
            return snapshot with { SnapshotClass = named };

        return WithoutClass(
            snapshot,
            $"the StorageProfile {snapshot.StorageClass} names the VolumeSnapshotClass {named}, which does not exist. "
                + "Create it, or correct snapshotClass in the profile."
        );
    }

    /// <summary>The only class of the claim's driver, or the default one of several.</summary>
    private ClaimSnapshot ByDriver(ClaimSnapshot snapshot)
    {
        if (snapshot.Driver is null)
            return WithoutClass(snapshot, "the StorageClass was not found.");

        var fitting = _classes.Where(found => found.StringAt("/driver") == snapshot.Driver).ToList();
        if (fitting.Count == 0)
        {
            return WithoutClass(
                snapshot,
                "no VolumeSnapshotClass is of this driver. "
                    + "Create one, or use storage whose driver supports snapshots."
            );
        }

        var chosen = fitting.Count == 1 ? fitting[0] : fitting.Find(IsDefault);
        if (chosen is not null)
            return snapshot with { SnapshotClass = chosen.Id.Name };

        var names = string.Join(", ", fitting.Select(found => found.Id.Name));
        return WithoutClass(
            snapshot,
            $"of its VolumeSnapshotClasses {names} none is the default. "
                + "Annotate one with snapshot.storage.kubernetes.io/is-default-class=true."
        );
    }

    private static bool IsDefault(Resource snapshotClass) =>
        snapshotClass.StringAt("/metadata/annotations/snapshot.storage.kubernetes.io~1is-default-class") == "true";

    private ClaimSnapshot WithoutClass(ClaimSnapshot snapshot, string why) =>
        snapshot with
        {
            Problem = SnapshotFindings.NoClass(snapshot, why + _unread),
        };

    private Resource? Find(GroupKind kind, string? name) =>
        ResourceId.IsName(name) ? _objects.GetValueOrDefault(new ResourceId(kind, null, name)) : null;

    private static string? StorageClassOf(Resource claim) =>
        claim.Id.Kind == Kinds.PersistentVolumeClaim && claim.StringAt("/spec/storageClassName") is { Length: > 0 } name
            ? name
            : null;
}
