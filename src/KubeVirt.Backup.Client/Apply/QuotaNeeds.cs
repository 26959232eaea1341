using System.Numerics;
using System.Text.Json;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What an object needs of a quota when it is created.</summary>
/// <remarks>
/// DataVolumes that KubeVirt makes from the templates of machines count, too. Claims that CDI creates for DataVolumes
/// count with the storage that these request; what CDI adds for a file system's
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
    /// <param name="brings">Whether an object is restored itself.</param>
    public static IEnumerable<QuotaAmount> Of(Resource resource, Func<ResourceId, bool> brings)
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
        else if (kind == Kinds.DataVolume)
        {
            foreach (var part in ClaimOf(resource, resource.Id, "/spec", brings))
                yield return part;
        }
        else if (kind == Kinds.VirtualMachine)
        {
            foreach (var part in TemplatesOf(resource, brings))
                yield return part;
        }
    }

    /// <summary>What KubeVirt makes from the templates of a machine, as far as the restore does not bring it.</summary>
    private static IEnumerable<QuotaAmount> TemplatesOf(Resource machine, Func<ResourceId, bool> brings)
    {
        const string Templates = "/spec/dataVolumeTemplates";
        var count = machine.At(Templates) is { ValueKind: JsonValueKind.Array } templates
            ? templates.GetArrayLength()
            : 0;
        for (var index = 0; index < count; index++)
        {
            var template = $"{Templates}/{index}";
            if (machine.StringAt(template + "/metadata/name") is not { } name || !ResourceId.IsName(name))
                continue;

            var volume = new ResourceId(Kinds.DataVolume, machine.Id.Namespace, name);
            if (brings(volume))
                continue;

            yield return new QuotaAmount($"count/{KindNames.Resource(Kinds.DataVolume)}", 1);
            foreach (var part in ClaimOf(machine, volume, template + "/spec", brings))
                yield return part;
        }
    }

    /// <summary>The claim that CDI makes for a DataVolume, unless the restore brings it.</summary>
    private static IEnumerable<QuotaAmount> ClaimOf(
        Resource holder,
        ResourceId volume,
        string spec,
        Func<ResourceId, bool> brings
    )
    {
        if (brings(volume.WithKind(Kinds.PersistentVolumeClaim)))
            yield break;

        yield return new QuotaAmount(Claims, 1);
        yield return new QuotaAmount($"count/{Claims}", 1);
        // A DataVolume has one of the two.
        foreach (var part in StorageOf(holder, spec + "/storage").Concat(StorageOf(holder, spec + "/pvc")))
            yield return part;
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
