using System.Numerics;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What an object needs of a quota when it is created.</summary>
/// <remarks>
/// Claims that CDI creates for DataVolumes count with the storage that these request; what CDI adds for a file system's
/// own needs is not known here, nor are the pods of guests, which are created later. Source: Kubernetes
/// pkg/quota/v1/evaluator/core/persistent_volume_claims.go and generic object counts.
/// </remarks>
internal static class QuotaNeeds
{
    private const string Claims = "persistentvolumeclaims";

    /// <summary>Kinds that quotas count under a name of their own, too.</summary>
    private static readonly Dictionary<GroupKind, string> Counted = new()
    {
        [Kinds.PersistentVolumeClaim] = Claims,
        [Kinds.Secret] = "secrets",
        [Kinds.ConfigMap] = "configmaps",
        [new GroupKind("", "Service")] = "services",
    };

    /// <summary>The amounts by the name of the quota's resource; a name can come more than once.</summary>
    /// <param name="resource">An object that will be created.</param>
    /// <param name="bringsClaim">Whether the claim of a DataVolume is restored itself.</param>
    public static IEnumerable<QuotaAmount> Of(Resource resource, Func<ResourceId, bool> bringsClaim)
    {
        var kind = resource.Id.Kind;
        yield return new QuotaAmount($"count/{KindNames.Resource(kind)}", 1);
        if (Counted.TryGetValue(kind, out var counted))
            yield return new QuotaAmount(counted, 1);

        if (kind == Kinds.PersistentVolumeClaim)
        {
            foreach (var part in StorageOf(resource, "/spec"))
                yield return part;
        }
        else if (kind == Kinds.DataVolume && !bringsClaim(resource.Id.WithKind(Kinds.PersistentVolumeClaim)))
        {
            yield return new QuotaAmount(Claims, 1);
            yield return new QuotaAmount($"count/{Claims}", 1);
            // A DataVolume has one of the two.
            foreach (var part in StorageOf(resource, "/spec/storage").Concat(StorageOf(resource, "/spec/pvc")))
                yield return part;
        }
    }

    /// <summary>What a claim needs: storage in all, and storage and claims of its StorageClass.</summary>
    private static IEnumerable<QuotaAmount> StorageOf(Resource resource, string spec)
    {
        var requested = resource.StringAt($"{spec}/resources/requests/storage");
        if (requested is null || Quantity.Bytes(requested) is not { } bytes)
            yield break;

        yield return new QuotaAmount("requests.storage", bytes);
        if (resource.StringAt($"{spec}/storageClassName") is not { Length: > 0 } storageClass)
            yield break;

        yield return new QuotaAmount($"{storageClass}.storageclass.storage.k8s.io/requests.storage", bytes);
        yield return new QuotaAmount($"{storageClass}.storageclass.storage.k8s.io/{Claims}", 1);
    }

    /// <summary>The sums of amounts by name.</summary>
    public static Dictionary<string, BigInteger> Sum(IEnumerable<QuotaAmount> amounts)
    {
        var sums = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach (var (name, amount) in amounts)
            sums[name] = sums.GetValueOrDefault(name) + amount;

        return sums;
    }
}
