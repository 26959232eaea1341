using System.Numerics;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What an object takes of a quota.</summary>
/// <remarks>
/// Claims that CDI makes for DataVolumes count as those of their storage; that CDI adds for a file system's own needs
/// is not known here, nor are the pods of guests, which are made later. Source: Kubernetes
/// pkg/quota/v1/evaluator/core/persistent_volume_claims.go and generic object counts.
/// </remarks>
internal static class QuotaAsk
{
    private static readonly Dictionary<GroupKind, string> Counted = new()
    {
        [Kinds.PersistentVolumeClaim] = "persistentvolumeclaims",
        [Kinds.Secret] = "secrets",
        [Kinds.ConfigMap] = "configmaps",
        [new GroupKind("", "Service")] = "services",
    };

    /// <summary>Amounts by the name of the quota's resource; a claim's in bytes.</summary>
    /// <param name="resource">An object that will be created.</param>
    /// <param name="bringsClaim">Whether the claim of a DataVolume is restored itself.</param>
    public static IEnumerable<(string Name, BigInteger Amount)> Of(
        Resource resource,
        Func<ResourceId, bool> bringsClaim
    )
    {
        yield return ($"count/{KindNames.Resource(resource.Id.Kind)}", 1);
        if (Counted.TryGetValue(resource.Id.Kind, out var counted))
            yield return (counted, 1);
        var claim = resource.Id.WithKind(Kinds.PersistentVolumeClaim);
        if (resource.Id.Kind == Kinds.DataVolume && !bringsClaim(claim))
        {
            yield return ("persistentvolumeclaims", 1);
            yield return ("count/persistentvolumeclaims", 1);
            foreach (var part in Storage(resource, "/spec/storage").Concat(Storage(resource, "/spec/pvc")))
                yield return part;
        }

        if (resource.Id.Kind != Kinds.PersistentVolumeClaim)
            yield break;
        foreach (var part in Storage(resource, "/spec"))
            yield return part;
    }

    private static IEnumerable<(string Name, BigInteger Amount)> Storage(Resource resource, string spec)
    {
        if (
            resource.StringAt($"{spec}/resources/requests/storage") is not { } text
            || Quantity.Bytes(text) is not { } bytes
        )
            yield break;
        yield return ("requests.storage", bytes);
        if (resource.StringAt($"{spec}/storageClassName") is not { Length: > 0 } storageClass)
            yield break;
        yield return ($"{storageClass}.storageclass.storage.k8s.io/requests.storage", bytes);
        yield return ($"{storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims", 1);
    }
}
