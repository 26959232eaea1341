namespace KubeVirt.Backup.Planning;

/// <summary>All ways.</summary>
internal static class WayRules
{
    /// <summary>One row for each.</summary>
    public static IReadOnlyList<WayRule> All { get; } =
    [MachineBackupWay.Rule, GroupSnapshotWay.Rule, CsiSnapshotsWay.Rule, MachineSnapshotWay.Rule];

    /// <summary>The row of a way.</summary>
    public static WayRule Of(BackupWay way) => All.First(rule => rule.Way == way);

    /// <summary>What people call a way.</summary>
    public static string NameOf(BackupWay way) =>
        way switch
        {
            BackupWay.Unknown => "unknown",
            BackupWay.None => "no way",
            _ => Of(way).Name,
        };
}
