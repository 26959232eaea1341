using System.Globalization;

namespace KubeVirt.Backup.Planning;

/// <summary>Guests are frozen, and one group snapshot is taken of all claims at one moment.</summary>
/// <remarks>
/// Source: external-snapshotter client/apis/volumegroupsnapshot/v1beta2/types.go: all claims of a group are of one driver and one
/// namespace.
/// </remarks>
internal static class GroupSnapshotWay
{
    private const string Default = "groupsnapshot.storage.kubernetes.io/is-default-class";

    /// <summary>Its row.</summary>
    public static WayRule Rule { get; } =
        new(BackupWay.GroupSnapshot, "a group snapshot", [HasVolumes, IsServed, IsOfOneDriver, HasClass], Describe);

    /// <summary>Whether there is something to group. Labels on a claim are written only where a group is worth them.</summary>
    private static WayObstacle? HasVolumes(WayCase machine)
    {
        if (machine.Claims.Count == 0)
            return WayObstacle.Known("The machine has no volumes to group.", machine.Id);

        // A product that asks for it gets a group of one.
        return machine.Claims.Count == 1 && !machine.Options.IsForced
            ? WayObstacle.Known(
                "The machine has one volume, and a group of one is no better than a snapshot.",
                machine.Id
            )
            : null;
    }

    /// <summary>Where the classes are served, so are the group snapshots: one release brings both.</summary>
    private static WayObstacle? IsServed(WayCase machine) => machine.ObstacleOfServed(Kinds.VolumeGroupSnapshotClass);

    /// <summary>A driver knows the moment of its own volumes alone.</summary>
    private static WayObstacle? IsOfOneDriver(WayCase machine)
    {
        var drivers = machine.Claims.Select(claim => SnapshotClassFacts.DriverOf(machine, claim)).ToList();
        var obstacles = drivers.Select(driver => driver.Obstacle).OfType<WayObstacle>();
        if (obstacles.OrderByDescending(obstacle => obstacle.IsKnown).FirstOrDefault() is { } obstacle)
            return obstacle;

        var names = drivers.Select(driver => driver.Driver!).Distinct().Order(StringComparer.Ordinal).ToList();
        return names.Count <= 1
            ? null
            : WayObstacle.Known(
                $"Its volumes are of several drivers, {string.Join(" and ", names)}, and a group is of one.",
                machine.Id
            );
    }

    /// <summary>Whether there is a class; where the driver is not known, that is said elsewhere.</summary>
    private static WayObstacle? HasClass(WayCase machine)
    {
        if (machine.Claims.Count == 0 || IsOfOneDriver(machine) is not null)
            return null;

        return ClassOf(machine).Obstacle;
    }

    /// <summary>The class is a part of the choice, so that the session takes no other one.</summary>
    private static PlannedWay Describe(WayCase machine) =>
        new()
        {
            Way = BackupWay.GroupSnapshot,
            SnapshotClass = ClassOf(machine).Class,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"All {machine.Claims.Count} volumes are of one driver, which takes them at one moment."
            ),
        };

    /// <summary>The class of the driver of all volumes.</summary>
    private static (string? Class, WayObstacle? Obstacle) ClassOf(WayCase machine)
    {
        var (driver, obstacle) = SnapshotClassFacts.DriverOf(machine, machine.Claims[0]);

        return driver is null
            ? (null, obstacle)
            : SnapshotClassFacts.Choose(machine, Kinds.VolumeGroupSnapshotClass, driver, Default);
    }
}
