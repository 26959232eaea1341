using System.Globalization;

namespace KubeVirt.Backup.Planning;

/// <summary>Guests are frozen, and a CSI snapshot is taken of each claim.</summary>
internal static class CsiSnapshotsWay
{
    /// <summary>Its row.</summary>
    public static WayRule Rule { get; } =
        new(BackupWay.CsiSnapshots, "CSI snapshots", [IsServed, HasClasses], Describe);

    /// <summary>A machine without volumes needs no snapshots, and none of what takes them.</summary>
    private static WayObstacle? IsServed(WayCase machine) =>
        machine.Claims.Count == 0 ? null : machine.ObstacleOfServed(Kinds.VolumeSnapshotClass);

    /// <summary>Each claim needs a class: one that has none is no reason to leave it out in silence.</summary>
    private static WayObstacle? HasClasses(WayCase machine)
    {
        var obstacles = machine
            .Claims.Select(claim => SnapshotClassFacts.ObstacleOf(machine, claim))
            .OfType<WayObstacle>();

        return obstacles.OrderByDescending(obstacle => obstacle.IsKnown).FirstOrDefault();
    }

    /// <summary>How many volumes there are, which says what the snapshots cost.</summary>
    private static PlannedWay Describe(WayCase machine) =>
        new()
        {
            Way = BackupWay.CsiSnapshots,
            Reason =
                machine.Claims.Count == 0
                    ? "It has no volumes to take snapshots of."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"Each of its {machine.Claims.Count} volumes has a VolumeSnapshotClass."
                    ),
        };
}
