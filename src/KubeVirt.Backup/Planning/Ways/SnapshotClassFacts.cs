namespace KubeVirt.Backup.Planning;

/// <summary>Whether there is a class with which a snapshot of a claim can be taken.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/snapshot/snapshot.go, getVolumeSnapshotClassName: the StorageProfile's, else that of the driver,
/// among several the default one.
/// </remarks>
internal static class SnapshotClassFacts
{
    private const string Default = "snapshot.storage.kubernetes.io/is-default-class";
    private const string ClassPath = "/spec/storageClassName";

    /// <summary>The driver of a claim's storage, or the obstacle where it is not known.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="id">One of its claims.</param>
    public static (string? Driver, WayObstacle? Obstacle) DriverOf(WayCase machine, ResourceId id)
    {
        var name = machine.Graph.FindResource(id) is { } claim ? ClaimFacts.ClassOf(claim) : null;
        if (string.IsNullOrEmpty(name) || !ResourceId.IsName(name))
        {
            return (
                null,
                WayObstacle.Known($"{id} has no StorageClass. Take a snapshot of it by other means.", id, ClassPath)
            );
        }

        var storage = machine.Find(new ResourceId(Kinds.StorageClass, null, name));
        return storage?.StringAt("/provisioner") is { } driver
            ? (driver, null)
            : (null, WayObstacle.Unknown($"The StorageClass {name} of {id.Name} could not be read.", id, ClassPath));
    }

    /// <summary>What stands against a snapshot of one claim; <see langword="null"/> where nothing does.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="id">One of its claims.</param>
    public static WayObstacle? ObstacleOf(WayCase machine, ResourceId id)
    {
        var (driver, obstacle) = DriverOf(machine, id);
        if (obstacle is { IsKnown: true })
            return obstacle;

        var storage = ClaimFacts.ClassOf(machine.Graph.FindResource(id)!)!;
        var profile = machine.Facts.Find(ResourceId.Unchecked(WayFacts.StorageProfile, null, storage));
        if (profile?.StringAt("/status/snapshotClass") is { Length: > 0 } named)
            return ObstacleOfNamed(machine, named, profile.Id);
        if (obstacle is not null)
            return obstacle;

        var (_, missing) = Choose(machine, Kinds.VolumeSnapshotClass, driver!, Default);
        return missing is null ? null : missing with { Resource = id, Path = ClassPath };
    }

    /// <summary>The class of a driver: the only one, or the default one of several.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="kind">The kind of the class.</param>
    /// <param name="driver">The CSI driver.</param>
    /// <param name="mark">The annotation of the default one.</param>
    /// <returns>The name of the class, or what stands in its place.</returns>
    public static (string? Class, WayObstacle? Obstacle) Choose(
        WayCase machine,
        GroupKind kind,
        string driver,
        string mark
    )
    {
        var fitting = machine.Facts.All(kind).Where(found => found.StringAt("/driver") == driver).ToList();
        var chosen = fitting.Count == 1 ? fitting[0] : fitting.Find(found => IsMarked(found, mark));
        if (chosen is not null)
            return (chosen.Id.Name, null);
        if (!machine.Facts.KnowsAll(kind, null))
            return (null, WayObstacle.Unknown($"Which {kind.Kind} is of the driver {driver} could not be read."));
        if (fitting.Count == 0)
            return (null, WayObstacle.Known($"No {kind.Kind} is of the driver {driver}. Create one."));

        var names = string.Join(", ", fitting.Select(found => found.Id.Name));
        return (null, WayObstacle.Known($"Of {names} none is the default {kind.Kind}. Annotate one with {mark}=true."));
    }

    /// <summary>What a profile names goes before the classes of the driver, as it does for KubeVirt.</summary>
    private static WayObstacle? ObstacleOfNamed(WayCase machine, string named, ResourceId profile)
    {
        var id = ResourceId.Unchecked(Kinds.VolumeSnapshotClass, null, named);
        if (machine.Facts.Find(id) is not null)
            return null;

        const string Path = "/status/snapshotClass";
        return machine.Facts.KnowsAll(Kinds.VolumeSnapshotClass, null)
            ? WayObstacle.Known(
                $"{profile} names the VolumeSnapshotClass {named}, which does not exist.",
                profile,
                Path
            )
            : WayObstacle.Unknown($"Whether there is a VolumeSnapshotClass {named} could not be read.", profile, Path);
    }

    /// <summary>An annotation of another value marks nothing.</summary>
    private static bool IsMarked(Resource found, string mark) =>
        found.StringAt($"/metadata/annotations/{mark.Replace("/", "~1", StringComparison.Ordinal)}") == "true";
}
