using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Reads the storage classes of a target.</summary>
/// <remarks>
/// Source: Kubernetes staging/src/k8s.io/api/storage/v1/types.go, pkg/volume/util/storageclass.go (GetDefaultClass: the
/// newest of several defaults, then the first by name); CDI pkg/controller/common/util.go
/// (AnnDefaultVirtStorageClass).
/// </remarks>
internal static class TargetClasses
{
    private const string What = "the storage classes";
    private const string Default = "storageclass.kubernetes.io/is-default-class";
    private const string VirtDefault = "storageclass.kubevirt.io/is-default-virt-class";

    /// <summary>The kind whose objects say which provisioners are CSI drivers.</summary>
    public static GroupKind Driver { get; } = new("storage.k8s.io", "CSIDriver");

    /// <summary>Adds the classes to a target.</summary>
    public static async Task<RehearsalTarget> AddToAsync(
        RehearsalTarget target,
        TargetLook look,
        CancellationToken cancellationToken
    )
    {
        var all = new ResourceQuery(Kinds.StorageClass, null) { All = true };
        if (await look.ListAsync(all, What, cancellationToken).ConfigureAwait(false) is not { } classes)
            return target with { KnowsClasses = false };

        var drivers = await DriversAsync(look, cancellationToken).ConfigureAwait(false);
        var byDefault = FindDefault(classes, Default);
        if (FindDefault(classes, VirtDefault) is { } virt && virt != byDefault)
            look.Note(
                "which class DataVolumes get that name none",
                $"{virt} is the default for virtual machines, and the rehearsal knows one default only."
            );

        return target with
        {
            StorageClasses = [.. classes.Select(one => Read(one, drivers))],
            DefaultClass = byDefault,
        };
    }

    private static async Task<HashSet<string>?> DriversAsync(TargetLook look, CancellationToken cancellationToken)
    {
        const string What = "which provisioners are CSI drivers";
        var all = new ResourceQuery(Driver, null) { All = true };
        var drivers = await look.ListAsync(all, What, cancellationToken).ConfigureAwait(false);

        return drivers?.Select(driver => driver.Id.Name).ToHashSet();
    }

    private static RehearsalClass Read(Resource found, HashSet<string>? drivers)
    {
        var provisioner = found.StringAt("/provisioner") ?? "";
        var waits = found.StringAt("/volumeBindingMode") == "WaitForFirstConsumer";
        return new RehearsalClass(found.Id.Name, drivers?.Contains(provisioner), waits) { Provisioner = provisioner };
    }

    private static string? FindDefault(IEnumerable<Resource> classes, string annotation)
    {
        var pointer = $"/metadata/annotations/{JsonPointer.Escape(annotation)}";
        return classes
            .Where(one => one.StringAt(pointer) == "true")
            .OrderByDescending(one => one.StringAt("/metadata/creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(one => one.Id.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Id.Name;
    }
}
