using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Says of disks and claims of a plan what the backup does for their data, and what a restore makes of them.</summary>
internal sealed class DiskProtections(BackupPlan plan)
{
    private static readonly Dictionary<DiskProtection, string> Restores = new()
    {
        [DiskProtection.Protected] = "A restore brings its data back.",
        [DiskProtection.LeftOut] =
            "A restore makes a blank one of the same size, unless it is told to drop it or to use another claim.",
        [DiskProtection.NotSnapshottable] =
            "A restore makes its claim; its data comes back only if it is backed up by other means.",
        [DiskProtection.NoData] =
            "A restore leaves it to CDI to fill, or makes an empty claim where there is no DataVolume.",
        [DiskProtection.Absent] = "A restored machine needs the claim to be there: it does not start without.",
        [DiskProtection.OnNode] = "A restored machine expects the file on its node, and may find none.",
        [DiskProtection.MadeAnew] = "A restored machine gets it at its start.",
    };

    private static readonly Dictionary<string, string> Transient = new(StringComparer.Ordinal)
    {
        ["containerDisk"] = "It comes from a container image; what the guest writes to it is gone when it ends.",
        ["emptyDisk"] = "It is empty at every start of the guest.",
    };

    private readonly HashSet<ResourceId> _volumes = [.. plan.Volumes];

    /// <summary>What a restore makes of a disk where nothing else is asked for.</summary>
    public static string OnRestoreOf(PlannedDisk disk, DiskProtection protection)
    {
        if (protection == DiskProtection.LeftOut && disk.Source == DiskTraits.HostDisk)
            return Restores[DiskProtection.OnNode];
        if (protection == DiskProtection.LeftOut && disk.Claim is null)
            return Restores[DiskProtection.MadeAnew];

        return Restores.GetValueOrDefault(protection, "");
    }

    /// <summary>A disk with what becomes of it.</summary>
    public PlannedDisk Describe(PlannedDisk disk)
    {
        var (protection, reason) = Judge(disk);

        return disk with
        {
            Protection = protection,
            Reason = reason,
            OnRestore = OnRestoreOf(disk, protection),
        };
    }

    /// <summary>What becomes of the data of a claim, by the disks that are on it.</summary>
    /// <param name="claim">A claim with data of a machine.</param>
    /// <param name="disks">The machine's disks on it; none for the claim of its persistent state.</param>
    public (DiskProtection Protection, string Reason) Judge(ResourceId claim, IEnumerable<PlannedDisk> disks)
    {
        // Several disks can be on one claim: what is wrong with one of them is wrong with the claim.
        var judged = disks.Select(Judge).ToList();

        return judged.Count > 0 ? judged.MaxBy(found => found.Protection) : JudgeClaim(claim);
    }

    private (DiskProtection Protection, string Reason) Judge(PlannedDisk disk)
    {
        if (plan.DiskChoice.ReasonFor(disk) is { } reason)
            return (DiskProtection.LeftOut, reason);
        if (disk.Source == DiskTraits.HostDisk)
            return (DiskProtection.OnNode, "It is a file of one node, and no snapshot holds it.");
        if (disk.Claim is not { } claim)
            return JudgeWithoutClaim(disk);

        var judged = JudgeClaim(claim);
        if (judged.Protection != DiskProtection.Protected)
            return judged;
        if (disk.Is(DiskTraits.NotSnapshottable))
            return (
                DiskProtection.NotSnapshottable,
                "The machine's status says that KubeVirt takes no snapshot of it; see the findings."
            );

        return plan.DiskChoice.KeeperOf(disk) is { } keeper
            ? (DiskProtection.Protected, $"It is left out here, but {keeper} keeps the claim.")
            : judged;
    }

    private (DiskProtection Protection, string Reason) JudgeClaim(ResourceId claim)
    {
        if (_volumes.Contains(claim))
            return (DiskProtection.Protected, "A snapshot of its claim is taken.");
        if (plan.Graph.Find(claim) is not { State: NodeState.Observed })
            return (DiskProtection.Absent, $"{claim} is not in the plan; see the findings.");

        return (DiskProtection.NoData, "Its claim holds no complete data; see the findings.");
    }

    private static (DiskProtection Protection, string Reason) JudgeWithoutClaim(PlannedDisk disk)
    {
        if (Transient.TryGetValue(disk.Source, out var why))
            return (DiskProtection.MadeAnew, why);
        if (DiskTraits.ClaimSources.Contains(disk.Source))
            return (DiskProtection.Absent, "The name of its claim cannot be read; see the findings.");

        return disk.Source.Length > 0
            ? (DiskProtection.MadeAnew, "It is made of the machine's definition and of other objects of the plan.")
            : (DiskProtection.Unknown, "Its volume has a source that is not known.");
    }
}
