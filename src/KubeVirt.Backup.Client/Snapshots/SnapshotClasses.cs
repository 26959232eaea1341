using System.Security.Cryptography;
using System.Text;
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
    private const int MaxName = 253;
    private static readonly GroupKind StorageProfile = new("cdi.kubevirt.io", "StorageProfile");
    private readonly Dictionary<ResourceId, Resource> _objects;
    private readonly List<Resource> _classes;
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
        _unread = string.Concat(findings.Select(finding => " " + finding.Message).Distinct());
    }

    /// <summary>Reads the claims and all that the choice depends on, in two waves.</summary>
    public static async Task<SnapshotClasses> ReadAsync(
        IResourceSource source,
        IReadOnlyList<ResourceId> claims,
        CancellationToken cancellationToken
    )
    {
        var first = await source
            .FetchAsync(
                [
                    .. claims
                        .GroupBy(claim => claim.Namespace, claim => claim.Name)
                        .Select(names => new ResourceQuery(Kinds.PersistentVolumeClaim, names.Key)
                        {
                            Names = [.. names],
                        }),
                    new ResourceQuery(Kinds.VolumeSnapshotClass, null) { All = true },
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        string[] names =
        [
            .. first.Resources.Select(StorageClassOf).OfType<string>().Where(ResourceId.IsName).Distinct(),
        ];
        var second =
            names.Length == 0
                ? new ResourceAnswer([])
                : await source
                    .FetchAsync(
                        [
                            new ResourceQuery(Kinds.StorageClass, null) { Names = names },
                            new ResourceQuery(StorageProfile, null) { Names = names },
                        ],
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        // A cluster without CDI has no StorageProfiles.
        return new SnapshotClasses(
            first.Resources.Concat(second.Resources),
            first.Findings.Concat(second.Findings.Where(finding => finding.Id != FindingIds.KindNotServed))
        );
    }

    /// <summary>A snapshot to be made, or why there can be none.</summary>
    public ClaimSnapshot Choose(ResourceId claim, string prefix)
    {
        var found = _objects.GetValueOrDefault(claim);
        var storage = found is null ? null : StorageClassOf(found);
        var snapshot = new ClaimSnapshot(
            claim,
            new ResourceId(Kinds.VolumeSnapshot, claim.Namespace, Name(prefix, claim.Name))
        )
        {
            StorageClass = storage,
            Driver = Find(Kinds.StorageClass, storage)?.StringAt("/provisioner"),
            Request = Guid.NewGuid().ToString(),
        };
        if (storage is null)
            return Refuse(
                snapshot,
                found is null
                    ? "the claim was not found."
                    : "it states no StorageClass. Snapshot it with the means of its storage."
            );
        return Find(StorageProfile, storage)?.StringAt("/status/snapshotClass") is { Length: > 0 } named
            ? ByProfile(snapshot, named)
            : ByDriver(snapshot);
    }

    private ClaimSnapshot ByProfile(ClaimSnapshot snapshot, string named) =>
        _unread.Length > 0 || Find(Kinds.VolumeSnapshotClass, named) is not null
            ? snapshot with
            {
                SnapshotClass = named,
            }
            : Refuse(
                snapshot,
                $"the StorageProfile {snapshot.StorageClass} names the VolumeSnapshotClass {named}, which is not there. Create it, or correct snapshotClass in the profile."
            );

    private ClaimSnapshot ByDriver(ClaimSnapshot snapshot)
    {
        if (snapshot.Driver is null)
            return Refuse(snapshot, "the StorageClass was not found.");
        var fitting = _classes.Where(found => found.StringAt("/driver") == snapshot.Driver).ToList();
        var chosen =
            fitting.Count == 1
                ? fitting[0]
                : fitting.Find(found =>
                    found.StringAt("/metadata/annotations/snapshot.storage.kubernetes.io~1is-default-class") == "true"
                );
        if (chosen is not null)
            return snapshot with { SnapshotClass = chosen.Id.Name };
        return Refuse(
            snapshot,
            fitting.Count == 0
                ? "no VolumeSnapshotClass is of this driver. Create one, or use storage whose driver takes snapshots."
                : $"of its VolumeSnapshotClasses {string.Join(", ", fitting.Select(found => found.Id.Name))} none is the default. Annotate one with snapshot.storage.kubernetes.io/is-default-class=true."
        );
    }

    private ClaimSnapshot Refuse(ClaimSnapshot snapshot, string why) =>
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

    /// <summary>The same at each run. What would be too long ends in a hash of the claim's name instead.</summary>
    private static string Name(string prefix, string claim)
    {
        var name = $"{prefix}-{claim}";
        return name.Length <= MaxName
            ? name
            : $"{name[..(MaxName - 17)].TrimEnd('.', '-')}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(claim)))[..16]}";
    }
}
