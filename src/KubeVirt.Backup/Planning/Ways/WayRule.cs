namespace KubeVirt.Backup.Planning;

/// <summary>One way: what it is called, what must hold, and what is said of it where that does.</summary>
/// <param name="Way">The way.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Conditions">What must hold, each by itself: the obstacle where it does not.</param>
/// <param name="Describe">The choice of it, for a machine of which everything holds.</param>
internal sealed record WayRule(
    BackupWay Way,
    string Name,
    IReadOnlyList<Func<WayCase, WayObstacle?>> Conditions,
    Func<WayCase, PlannedWay> Describe
)
{
    /// <summary>
    /// What stands against it: what is certain goes before what is not known; <see langword="null"/> where nothing does.
    /// </summary>
    public WayObstacle? ObstacleOf(WayCase machine)
    {
        WayObstacle? unknown = null;
        foreach (var condition in Conditions)
        {
            var obstacle = condition(machine);
            if (obstacle is { IsKnown: true })
                return obstacle;

            unknown ??= obstacle;
        }

        return unknown;
    }
}
